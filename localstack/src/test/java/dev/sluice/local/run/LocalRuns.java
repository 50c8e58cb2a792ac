package dev.sluice.local.run;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.ArrivalStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Small runs of tests, on free ports and with results in their buckets only. */
final class LocalRuns {
  private LocalRuns() {}

  static LocalRun start(
      Plan plan, ArrivalStamps stamps, Optional<Path> state, Consumer<String> problems) {
    return LocalRun.start(
        new LocalSettings(
            "lines",
            plan,
            new EngineSettings(
                Duration.ofMillis(500), 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1),
            2,
            stamps,
            state,
            0,
            Disturbance.NONE,
            Optional.empty()),
        problems,
        text -> {});
  }
}
