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

  private Branches() {}

  static Branch draw(Random random) {
    Prefix prefix = Prefix.draw(random);
    return new Prefixed(prefix, KINDS.get(random.nextInt(KINDS.size())).apply(random));
  }
}
