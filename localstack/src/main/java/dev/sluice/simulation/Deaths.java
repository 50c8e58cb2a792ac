package dev.sluice.simulation;

import dev.sluice.simulation.pipeline.Pipeline;
import java.util.HashMap;
import java.util.Map;

/**
 * How many processes calls have killed by what user code does with their records. One that kills
 * its process is to be found and given up behind some deaths: who waits until nothing goes on any
 * more waits for very long, as what is noted of the dead grows with each of them.
 */
final class Deaths {
  /**
   * Halves of a call, and three deaths of one record alone, and all of that again where notes are
   * lost with a table: two dozen were the most in 400 seeds.
   */
  static final int MOST = 1_000;

  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * A call has failed.
   *
   * @param first its first record
   * @throws Run.Failed if too many have died of the same
   */
  void failed(String first, String why) {
    if (why.endsWith(Pipeline.DEADLY) && counts.merge(first, 1, Integer::sum) > MOST) {
      throw new Run.Failed("a record that kills its process is never given up: " + first, null);
    }
  }
}
