package dev.sluice.local.run;

import dev.sluice.api.Decoder;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.Nobody;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.Map;

/** The engine of an app that writes the lines of a stream, in memory. */
final class LineEngine {
  static final String STREAM = "lines";
  static final EngineSettings SETTINGS =
      new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofHours(2), 1);

  private LineEngine() {}

  static Engine of(MemoryStream stream, MemoryClock clock) {
    CountingMetrics metrics = new CountingMetrics();
    Ports ports =
        new Ports(
            new MemoryLog(clock, metrics),
            new MemoryObjects(metrics),
            new MemoryObjects(metrics),
            stream,
            clock,
            new MemoryIds(),
            new Nobody(),
            metrics,
            text -> {});
    Plan plan =
        Plan.of(
            context -> context.kinesis(STREAM, Decoder.utf8()).saveAsTextFiles(STREAM), Map.of());
    return new Engine(plan, SETTINGS, ports);
  }
}
