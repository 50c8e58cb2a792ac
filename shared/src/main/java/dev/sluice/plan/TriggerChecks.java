package dev.sluice.plan;

import dev.sluice.api.GlobalWindows;
import dev.sluice.api.WindowTrigger;
import dev.sluice.api.global.GlobalLogic;
import java.time.Duration;
import java.util.Optional;

/** Looks for what is wrong with windows that give results by a trigger. */
final class TriggerChecks {
  private static final Duration LEAST = Duration.ofMillis(1);

  private TriggerChecks() {}

  static Optional<String> fault(GlobalLogic<?, ?, ?> logic) {
    return trigger(logic.windows()).or(() -> panes(logic));
  }

  private static Optional<String> trigger(GlobalWindows windows) {
    if (windows.trigger() instanceof WindowTrigger.EveryTime every) {
      return Durations.fault("the trigger's arrival time", every.arrivalTime(), LEAST);
    } else if (windows.trigger() instanceof WindowTrigger.EveryEventTime every) {
      return Durations.fault("the trigger's event time", every.eventTime(), LEAST);
    } else if (windows.trigger() instanceof WindowTrigger.EveryRecords every) {
      long size = windows.lastRecords().orElse(1);
      if (every.records() < 1 || size < 1) {
        long wrong = every.records() < 1 ? every.records() : size;
        return Optional.of("a window or its trigger counts " + wrong + " values; take at least 1");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> panes(GlobalLogic<?, ?, ?> logic) {
    return logic.panes() <= Limits.MAX_PANES_OF_VALUES
        ? Optional.empty()
        : Optional.of(
            "the last "
                + logic.windows().lastRecords().getAsLong()
                + " values are held in "
                + logic.panes()
                + " panes, the limit is "
                + Limits.MAX_PANES_OF_VALUES
                + "; take a number of values between results that divides it better");
  }
}
