package dev.sluice.simulation.pipeline;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** The kinds of branches. */
final class Branches {
  private static final List<Function<Random, Branch>> KINDS =
      List.of(
          random -> new BatchBranch(),
          OrderBranch::new,
          CountBranch::new,
          ArrivalBranch::new,
          WindowBranch::new,
          WindowBranch::new,
          SessionBranch::new,
          DedupBranch::new,
          UpdateStateBranch::new,
          MapStateBranch::new,
          GroupBranch::new,
          JoinBranch::new,
          IntervalJoinBranch::new,
          ModeBranch::new,
          EarlyBranch::new,
          GlobalBranch::new,
          ChainBranch::new);

  /** The kinds of the branch that some apps have beside those. */
  private static final List<Function<Random, Branch>> MORE =
      List.of(
          CombineBranch::new,
          AggregateBranch::new,
          WindowFoldBranch::new,
          SessionFoldBranch::new,
          GlobalFoldBranch::new,
          WindowedBranch::new,
          BehindWindowBranch::new,
          WindowStateBranch::new,
          StepsBranch::new,
          StepsBranch::new,
          ResultsBranch::new,
          EarlyBranch::told,
          KeyStateBranch::new,
          GroupsBranch::new,
          PartitionBranch::new,
          FormatBranch::new,
          OutsideBranch::new,
          OutsideBranch::new);

  private Branches() {}

  static Branch draw(Random random) {
    return draw(KINDS, random);
  }

  /** The branch that an app has beside those, of its own kinds. */
  static Branch more(Random random) {
    return draw(MORE, random);
  }

  private static Branch draw(List<Function<Random, Branch>> kinds, Random random) {
    Prefix prefix = Prefix.draw(random);
    return new Prefixed(prefix, kinds.get(random.nextInt(kinds.size())).apply(random));
  }
}
