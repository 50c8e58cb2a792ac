package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.control.Coordinator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whether all is published that arrived before a moment; intervals are of a second. */
class PublishUpToTest {
  private static final long BORDER = 1_001_000;

  @Test
  void batchIsPublishedWhenAllShardsArePastItsEnd() {
    Rig rig = new Rig(3, 2);
    Engine process = rig.process();
    process.coordinator().run();
    rig.put("a", 1);
    rig.deliverAll(process);
    Coordinator coordinator = process.coordinator();

    assertThat(coordinator.publishUpTo(BORDER)).isFalse();
    rig.clock.advance(Duration.ofMillis(1_000));
    assertThat(coordinator.publishUpTo(BORDER)).isFalse(); // a stamp may be behind the clock
    assertThat(rig.outputs.list("batch-" + BORDER)).isEmpty();

    rig.clock.advance(Duration.ofMillis(1_000));
    assertThat(coordinator.publishUpTo(BORDER)).isTrue();
    assertThat(rig.outputs.list("batch-" + BORDER)).hasSize(2);
  }

  @Test
  void nothingHoldsUpAnAppWithoutRecords() {
    Rig rig = new Rig(3, 2);
    assertThat(rig.process().coordinator().publishUpTo(BORDER)).isTrue();
  }
}
