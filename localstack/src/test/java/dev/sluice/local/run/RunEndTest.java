package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunEndTest {
  private final MemoryClock clock = new MemoryClock(Instant.parse("2026-05-01T00:00:00Z"));
  private final MemoryStream stream = new MemoryStream(LineEngine.STREAM, 1);
  private final List<String> problems = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger drained = new AtomicInteger();

  private RunEnd end(int closedWhenAsked) {
    return new RunEnd(
        new Coordinating(() -> LineEngine.of(stream, clock)),
        LineEngine.SETTINGS,
        clock,
        List.of(),
        () -> asked.incrementAndGet() >= closedWhenAsked,
        problems::add);
  }

  @Test
  void runThatCannotEndPausesBetweenItsTriesAndSaysSoWhenItIsClosed() {
    stream.put("k", new byte[] {'x'}, clock.nowMillis()); // which nobody delivers
    RunEnd end = end(3);
    long begun = System.nanoTime();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> end.finish(drained::incrementAndGet))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped before everything was published"));
    assertThat(drained).hasValue(3);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(90));
  }

  @Test
  void runThatHasNothingLeftEndsAtOnce() throws InterruptedException {
    end(1).finish(drained::incrementAndGet);
    assertThat(drained).hasValue(1);
    assertThat(problems).isEmpty();
  }
}
