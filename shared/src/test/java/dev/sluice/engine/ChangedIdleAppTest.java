package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.LogStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Apps that have waited for their first record for longer than entries live, and are changed. */
class ChangedIdleAppTest {
  private static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());

  private final Rig rig = new Rig(new GrownApp(false), 2, 2);
  private LogStore log = rig.log;

  private Engine changed() {
    return new Engine(GrownApp.plan(true), rig.settings, rig.ports(log), ALWAYS);
  }

  private Engine unchanged() {
    return new Engine(rig.plan, rig.settings, rig.ports(log), ALWAYS);
  }

  private void waitForTwoLifetimes() {
    unchanged().coordinator().run();
    for (int i = 0; i < 20; i++) {
      rig.sleep(Rig.LIFETIME.dividedBy(10));
      unchanged().coordinator().run();
    }
  }

  private void assertThatAllIsAdded() {
    Engine changed = changed();
    rig.put("k1", 3);
    rig.put("k2", 4);
    rig.finish(changed);
    StringBuilder total = new StringBuilder();
    for (String name : rig.outputs.list("total-")) {
      if (!name.endsWith("/_SUCCESS")) {
        total.append(new String(rig.outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
      }
    }
    assertThat(total.toString()).isEqualTo("(all,7)\n");
  }

  /** Seed 100577: lanes were followed from an entry on that had expired. */
  @Test
  void operatorsOfNewStagesFollowLanesThatWereRenewedOnly() {
    waitForTwoLifetimes();
    changed().coordinator().run();
    assertThatAllIsAdded();
  }

  @Test
  void checkpointsAreTakenBeforeNewStagesHaveDoneAnything() {
    waitForTwoLifetimes();
    changed().coordinator().run();
    int before = rig.spills.list("checkpoints/manifest/").size();
    rig.clock.advance(Duration.ofSeconds(2));
    rig.put("k0", 0);
    Engine process = changed();
    rig.deliverAll(process);
    process.coordinator().run();
    assertThat(rig.spills.list("checkpoints/manifest/")).hasSizeGreaterThan(before);
  }

  @Test
  void changedAppGoesOnFromACheckpointOfAnIdleOne() {
    waitForTwoLifetimes();
    log = new MemoryLog(rig.clock, rig.metrics);
    changed().coordinator().run();
    assertThatAllIsAdded();
  }
}
