package dev.sluice.engine;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryLog;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An app that grows a stage, or gives it up, and whose table may be lost. */
abstract class GrownLife {
  static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());

  static final CheckpointSettings NEVER =
      new CheckpointSettings(Duration.ofDays(1), new StartFrom.Newest());

  static final CheckpointSettings NONE =
      new CheckpointSettings(Duration.ZERO, new StartFrom.Newest());

  final Rig rig = new Rig(new GrownApp(false), 2, 2);
  LogStore log = rig.log;

  Engine process(Plan plan, CheckpointSettings checkpoints) {
    return new Engine(plan, rig.settings, rig.ports(log), checkpoints);
  }

  Engine process(boolean grown, CheckpointSettings checkpoints) {
    return process(GrownApp.plan(grown), checkpoints);
  }

  void live(Engine process, int seconds) {
    process.coordinator().run();
    for (int second = 0; second < seconds; second++) {
      rig.put("k" + second % 3, 1);
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(1));
      process.coordinator().run();
    }
  }

  void loseTable() {
    log = new MemoryLog(rig.clock, rig.metrics);
    rig.positionsFromStart();
  }

  SortedMap<String, String> files(String prefix) {
    SortedMap<String, String> files = new TreeMap<>();
    for (String name : rig.outputs.list(prefix)) {
      files.put(name, new String(rig.outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return files;
  }

  static Plan retiring() {
    StreamApp app =
        stream -> {
          stream.retired("total");
          new GrownApp(false).define(stream);
        };
    return Plan.of(app, Map.of());
  }
}
