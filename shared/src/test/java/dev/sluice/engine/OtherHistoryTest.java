package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Witness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Lanes that have other entries under the numbers that a checkpoint knows. */
class OtherHistoryTest {
  private static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());

  private final Rig rig = new Rig(1, 1);
  private final FragileLog log = new FragileLog(rig.clock, rig.metrics);

  private Engine process() {
    return new Engine(rig.plan, rig.settings, rig.ports(log.open()), ALWAYS);
  }

  /** Two records in a second: each in an entry of its own, or both in one. */
  private void second(Engine process, boolean apart) {
    rig.put("k", 1);
    if (apart) {
      rig.deliverAll(process);
    }
    rig.put("k", 2);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void nextCheckpointOfATableThatFellBackTakesNothingOverFromTheOneBefore() {
    Engine first = process();
    first.coordinator().run();
    int puts = log.puts(Long.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      second(first, true);
    }
    first.coordinator().run(); // takes a checkpoint
    log.fallBack(puts, new Witness(rig.outputs, rig.spills));
    rig.positionsFromStart();
    rig.acknowledged = 0;

    Engine second = process();
    rig.deliverAll(second); // all in one entry
    for (int i = 0; i < 6; i++) {
      second(second, true);
    }
    second.coordinator().run(); // and the next one
    log.lose();
    rig.positionsFromStart();
    rig.acknowledged = 0;
    rig.finish(process());
    assertThat(rig.acknowledged).isEqualTo(9 * 3);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }
}
