package dev.sluice.simulation;

import dev.sluice.engine.Engine;
import dev.sluice.testkit.faults.Fault;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calls of bucket functions behind the end of the input. A function that threw for its last batch
 * is called again when its bucket is: a coordinator that had that done by bucket functions, and
 * does not learn that they failed, is done when the lanes are.
 */
final class LastCalls {
  private static final int MOST_TRIES = 20_000;

  private LastCalls() {}

  /** Makes them until none fails, where functions throw. */
  static void make(Run run) {
    if (!run.trouble.chances().has(Fault.CODE_THROWS)) {
      return;
    }
    int tries = 0;
    for (int stage = 1; stage <= run.deployments.plan().stages(); stage++) {
      while (!isMade(run, stage)) {
        if (++tries == MOST_TRIES) {
          throw new Run.Failed("functions that threw are not called again", null);
        }
      }
    }
  }

  private static boolean isMade(Run run, int stage) {
    List<Integer> buckets = IntStream.range(0, Cloud.MOST_BUCKETS).boxed().toList();
    try {
      return run.cloud.processes.work(run.steps(), engine -> made(engine, stage, buckets)).isDone();
    } catch (RuntimeException e) {
      if (Throwing.isBehind(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean made(Engine engine, int stage, List<Integer> buckets) {
    engine.advance(stage, buckets);
    return true;
  }
}
