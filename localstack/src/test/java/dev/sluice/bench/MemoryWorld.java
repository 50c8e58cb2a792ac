package dev.sluice.bench;

import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Caller;
import java.time.Instant;
import java.util.List;

/** An app's functions over ports in memory, on one thread: a transform and a coordinator. */
final class MemoryWorld {
  final CountingMetrics metrics = new CountingMetrics();
  final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(Readings.START_MILLIS));
  final MemoryStream stream = new MemoryStream(Pressure.STREAM, 1);
  final MemoryObjects outputs = new MemoryObjects(metrics);
  final Engine transforming;
  final Engine coordinating;
  private boolean woken;

  MemoryWorld(Plan plan, EngineSettings settings) {
    Caller caller =
        new Caller() {
          @Override
          public void wakeCoordinator() {
            woken = true;
          }

          @Override
          public void advance(int stage, List<Integer> buckets) {
            throw new IllegalStateException("the coordinator advances all buckets itself");
          }
        };
    Ports ports =
        new Ports(
            new MemoryLog(clock, metrics),
            outputs,
            new MemoryObjects(metrics),
            stream,
            clock,
            new MemoryIds(),
            caller,
            metrics,
            text -> {});
    transforming = new Engine(plan, settings, ports);
    coordinating = new Engine(plan, settings, ports);
    coordinating.coordinator().run();
  }

  String shard() {
    return stream.shards(Pressure.STREAM).get(0).id();
  }

  /** Runs the coordinator if a call has woken it; whether it did. */
  boolean coordinateIfWoken() {
    boolean run = woken;
    woken = false;
    if (run) {
      coordinating.coordinator().run();
    }
    return run;
  }
}
