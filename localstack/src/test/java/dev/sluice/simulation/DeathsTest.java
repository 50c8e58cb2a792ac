package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.simulation.pipeline.Pipeline;
import org.junit.jupiter.api.Test;

class DeathsTest {
  private static final String DIED = "died: " + Pipeline.DEADLY;

  private final Deaths deaths = new Deaths();

  /** The simulation went on for many minutes, as what was noted of the dead grew and grew. */
  @Test
  void recordThatIsNeverGivenUpEndsTheRun() {
    fail(Deaths.MOST, "shard:1", DIED);
    assertThatThrownBy(() -> deaths.failed("shard:1", DIED))
        .isInstanceOf(Run.Failed.class)
        .hasMessage("a record that kills its process is never given up: shard:1");
  }

  @Test
  void othersCountForThemselves() {
    fail(Deaths.MOST, "shard:1", DIED);
    assertThatCode(() -> fail(Deaths.MOST, "shard:2", Pipeline.DEADLY)).doesNotThrowAnyException();
  }

  @Test
  void whatElseStopsCallsDoesNotCount() {
    assertThatCode(() -> fail(2 * Deaths.MOST, "shard:1", "died: entry 1 of shard"))
        .doesNotThrowAnyException();
  }

  private void fail(int times, String first, String why) {
    for (int n = 0; n < times; n++) {
      deaths.failed(first, why);
    }
  }
}
