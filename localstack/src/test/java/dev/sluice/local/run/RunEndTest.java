package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.api.Decoder;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunEndTest {
  private final MemoryClock clock = new MemoryClock(Instant.parse("2026-05-01T00:00:00Z"));
  private final MemoryStream stream = new MemoryStream("lines", 1);
  private final List<String> problems = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger drained = new AtomicInteger();

  private RunEnd end(int closedWhenAsked) {
    EngineSettings settings =
        new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofHours(2), 1);
    CountingMetrics metrics = new CountingMetrics();
    Ports ports =
        new Ports(
            new MemoryLog(clock, metrics),
            new MemoryObjects(metrics),
            new MemoryObjects(metrics),
            stream,
            clock,
            new MemoryIds(),
            new Nobody(),
            metrics,
            text -> {});
    Plan plan =
        Plan.of(
            context -> context.kinesis("lines", Decoder.utf8()).saveAsTextFiles("lines"), Map.of());
    return new RunEnd(
        new Coordinating(() -> new Engine(plan, settings, ports)),
        settings,
        clock,
        List.of(),
        () -> asked.incrementAndGet() >= closedWhenAsked,
        problems::add);
  }

  private record Nobody() implements Caller {
    @Override
    public void wakeCoordinator() {}

    @Override
    public void advance(int stage, List<Integer> buckets) {
      throw new IllegalStateException("all buckets are inline");
    }
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
