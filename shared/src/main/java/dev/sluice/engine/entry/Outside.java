package dev.sluice.engine.entry;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import java.time.Duration;
import java.util.Optional;

/**
 * The lanes of an app for whoever has its plan and its stores: it only reads, and learns from the
 * control lane how the app was started.
 */
public record Outside(Plan plan, EngineSettings settings, Logs logs) {

  /**
   * @return nothing if the app was never started
   * @throws dev.sluice.engine.ProtocolException SLUICE-E11 if another app was started there
   */
  public static Optional<Outside> of(Plan plan, LogStore log, ObjectStore spills, Clock clock) {
    Ports ports = new Ports(log, null, spills, null, clock, null, null, null, null);
    EngineSettings any = settings(Duration.ofSeconds(1), 1);
    return new Logs(ports, any)
        .control()
        .newest(Lanes.CONTROL)
        .map(LaneLog.Numbered::entry)
        .map(
            entry -> {
              Duration interval = Duration.ofMillis(entry.intervalMillis());
              EngineSettings settings = settings(interval, entry.buckets());
              Logs logs = new Logs(ports, settings);
              logs.graphs().requireReadable(entry, plan, settings);
              return new Outside(plan, settings, logs);
            });
  }

  private static EngineSettings settings(Duration interval, int buckets) {
    return new EngineSettings(
        interval, buckets, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, buckets);
  }
}
