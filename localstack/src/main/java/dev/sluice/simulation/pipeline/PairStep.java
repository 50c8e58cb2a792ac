package dev.sluice.simulation.pipeline;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import java.util.List;
import java.util.Random;

/** A stateless operator on pairs, wherever in a branch. */
interface PairStep {

  /** Puts it behind pairs. */
  PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around);

  /**
   * What becomes of a pair.
   *
   * @param time the border of its batch, or the end of its window, in milliseconds
   */
  List<Pair<String, Long>> of(Pair<String, Long> pair, long time);

  /** One of all. */
  static PairStep draw(Random random) {
    int n = random.nextInt(EachPair.values().length + SeveralStreams.values().length);
    int rest = n - EachPair.values().length;
    return rest < 0 ? EachPair.values()[n] : SeveralStreams.values()[rest];
  }
}
