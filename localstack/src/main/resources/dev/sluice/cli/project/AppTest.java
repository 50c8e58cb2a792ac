package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.StreamHarness;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class @app@Test {
  private static final Instant NINE = Instant.parse("2026-03-10T09:00:00Z");
  private static final String FIRST_MINUTE =
      "totals-" + NINE.plusSeconds(60).toEpochMilli() + ".csv";

  private final StreamHarness run = StreamHarness.of(new @app@()).startAt(NINE).start();

  @Test
  void valuesAreAddedUpByKeyAndMinute() {
    run.batch("2026-03-10T09:00:01Z,north,3", "2026-03-10T09:00:59Z,south,5");
    run.batch("2026-03-10T09:00:02Z,north,4", "2026-03-10T09:01:00Z,north,50");
    run.finish();

    assertThat(run.lines(FIRST_MINUTE))
        .containsExactlyInAnyOrder("2026-03-10T09:01:00Z,north,7", "2026-03-10T09:01:00Z,south,5");
  }

  @Test
  void whatIsDeliveredTwiceCountsOnce() {
    run.batch("2026-03-10T09:00:01Z,north,3");
    run.redeliver(1);
    run.restart();
    run.redeliver(1);
    run.finish();

    assertThat(run.lines(FIRST_MINUTE)).containsExactly("2026-03-10T09:01:00Z,north,3");
  }

  @Test
  void aBrokenLineBecomesADeadLetterAndStopsNothing() {
    run.batch("hello", "2026-03-10T09:00:01Z,north,1000");
    run.finish();

    assertThat(run.counters()).containsEntry("dead-letters", 1L);
    assertThat(run.lines(FIRST_MINUTE)).containsExactly("2026-03-10T09:01:00Z,north,1000");
  }
}
