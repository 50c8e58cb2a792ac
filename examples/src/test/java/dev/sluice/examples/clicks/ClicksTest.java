package dev.sluice.examples.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.StreamHarness;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClicksTest {
  private static final Instant NINE = Instant.parse("2026-03-10T09:00:00Z");

  @Test
  void clicksAreCountedForEachMinuteAndSlowOnesAreListed() {
    StreamHarness run = StreamHarness.of(new Clicks()).startAt(NINE).start();
    run.send(NINE.plusMillis(5_000), "2026-03-10T09:00:00Z,/home,120");
    run.send(NINE.plusMillis(5_500), "2026-03-10T08:59:59.999Z,/cart,1001");

    run.finish();
    assertThat(run.lines("slow-" + millis(6_000) + ".txt")).hasSize(1);

    assertThat(run.directories()).hasSize(8);
    assertThat(run.lines("pages-" + millis(0) + ".csv"))
        .containsExactly("2026-03-10T09:00:00Z,/cart,1");
    assertThat(run.lines("pages-" + millis(10_000) + ".csv"))
        .containsExactly("2026-03-10T09:00:10Z,/cart,1", "2026-03-10T09:00:10Z,/home,1");
    assertThat(run.lines("pages-" + millis(60_000) + ".csv"))
        .containsExactly("2026-03-10T09:01:00Z,/home,1");
    assertThat(run.lines("slow-" + millis(6_000) + ".txt"))
        .containsExactly("Click[time=2026-03-10T08:59:59.999Z, page=/cart, millis=1001]");
  }

  @Test
  void aLineThatIsNoClickSaysWhatItShouldBe() {
    assertThatThrownBy(() -> Click.parse("hello"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time,page,millis");
  }

  private static long millis(long behindNine) {
    return NINE.plusMillis(behindNine).toEpochMilli();
  }
}
