package dev.sluice.local.run;

import dev.sluice.engine.Engine;
import dev.sluice.engine.Ports;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import java.time.Duration;
import java.util.Map;

/** Checkpoints of a run, of a state that is kept. */
final class RunCheckpoints {
  private RunCheckpoints() {}

  /** A process of the run. What is not kept has nobody who could go on from it. */
  static Engine engine(LocalSettings settings, Ports ports) {
    return settings.state().isPresent()
        ? new Engine(
            settings.plan(),
            settings.engine(),
            ports,
            new CheckpointSettings(settings.checkpointEvery(), new StartFrom.Newest()))
        : new Engine(settings.plan(), settings.engine(), ports);
  }

  /** The same for functions in processes of their own. */
  static void variables(LocalSettings settings, Map<String, String> all) {
    Duration every = settings.state().isPresent() ? settings.checkpointEvery() : Duration.ZERO;
    all.put("SLUICE_CHECKPOINT_EVERY", every.toString());
    all.put("SLUICE_RESTORE", "newest");
  }
}
