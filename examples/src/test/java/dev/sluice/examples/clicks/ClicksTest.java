package dev.sluice.examples.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.examples.MemoryRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClicksTest {
  private static final long NINE = Instant.parse("2026-03-10T09:00:00Z").toEpochMilli();

  @Test
  void clicksAreCountedForEachMinuteAndSlowOnesAreListed() {
    MemoryRun run = new MemoryRun("clicks", 2, 1, Duration.ofSeconds(1));

    var files =
        run.run(
            new Clicks(),
            Map.of(),
            List.of(
                new MemoryRun.Record(NINE + 5_000, "a", "2026-03-10T09:00:00Z,/home,120"),
                new MemoryRun.Record(NINE + 5_500, "b", "2026-03-10T08:59:59.999Z,/cart,1001")));

    assertThat(files).hasSize(8);
    assertThat(files.get("pages-" + NINE + ".csv"))
        .containsExactly(List.of("2026-03-10T09:00:00Z,/cart,1"));
    assertThat(files.get("pages-" + (NINE + 10_000) + ".csv"))
        .containsExactly(List.of("2026-03-10T09:00:10Z,/cart,1", "2026-03-10T09:00:10Z,/home,1"));
    assertThat(files.get("pages-" + (NINE + 60_000) + ".csv"))
        .containsExactly(List.of("2026-03-10T09:01:00Z,/home,1"));
    assertThat(files.get("slow-" + (NINE + 6_000) + ".txt"))
        .containsExactly(List.of("Click[time=2026-03-10T08:59:59.999Z, page=/cart, millis=1001]"));
  }

  @Test
  void aLineThatIsNoClickSaysWhatItShouldBe() {
    assertThatThrownBy(() -> Click.parse("hello"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time,page,millis");
  }
}
