package dev.sluice.engine.step;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.plan.Plan;

/** Says whether a layout has taken over from the one before, whose lanes nobody needs any more. */
public final class Handover {
  private Handover() {}

  /**
   * Whether the success lane has passed the last step of the layout before, and all lanes that
   * begin with the states of others have begun.
   */
  public static boolean isDone(Plan plan, Logs logs, Layout newest, Epoch epoch) {
    if (!newest.inherits()) {
      return true;
    }
    boolean done = committed(logs) >= newest.behind();
    for (int stage = 1; done && stage <= plan.stages(); stage++) {
      boolean inherits = Births.inherits(plan, stage, newest, epoch);
      for (int bucket = 0; done && inherits && bucket < newest.buckets(); bucket++) {
        done = logs.buckets().head(newest.lane(stage, bucket)).isPresent();
      }
    }
    return done;
  }

  /** How far the success lane is by its newest entry, {@link Long#MIN_VALUE} where it has none. */
  private static long committed(Logs logs) {
    return logs.buckets()
        .newest(Lanes.SUCCESS)
        .map(each -> each.entry().k())
        .orElse(Long.MIN_VALUE);
  }
}
