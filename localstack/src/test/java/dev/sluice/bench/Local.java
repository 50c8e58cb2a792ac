package dev.sluice.bench;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.LocalSettings;
import dev.sluice.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Starts local runs with the layout that {@code ./sluice run} has by default. */
final class Local {
  private static final int SHARDS = 2;
  private static final int BUCKETS = 2;

  private Local() {}

  static LocalRun start(StreamApp app, Duration interval, Path out) {
    EngineSettings engine =
        new EngineSettings(
            interval, BUCKETS, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, BUCKETS);
    return LocalRun.start(
        new LocalSettings(
            "bench",
            Plan.of(app, Map.of()),
            engine,
            SHARDS,
            new WallStamps(System::currentTimeMillis),
            Optional.empty(),
            0,
            Disturbance.NONE,
            Optional.of(out)),
        problem -> System.err.println("sluice bench: " + problem),
        text -> {});
  }
}
