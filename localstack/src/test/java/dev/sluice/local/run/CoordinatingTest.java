package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CoordinatingTest {
  private final Coordinating coordinating = new Coordinating(CoordinatingTest::engine);

  private static Engine engine() {
    MemoryClock clock = new MemoryClock(Instant.parse("2026-05-01T00:00:00Z"));
    CountingMetrics metrics = new CountingMetrics();
    return new Engine(
        Plan.of(
            context -> context.kinesis("lines", Decoder.utf8()).saveAsTextFiles("lines"), Map.of()),
        new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofHours(2), 1),
        new Ports(
            new MemoryLog(clock, metrics),
            new MemoryObjects(metrics),
            new MemoryObjects(metrics),
            new MemoryStream("lines", 1),
            clock,
            new MemoryIds(),
            null,
            metrics,
            text -> {}));
  }

  private void failWith(Throwable failure) {
    assertThatThrownBy(
            () ->
                coordinating.with(
                    engine -> {
                      if (failure instanceof Error error) {
                        throw error;
                      }
                      throw (RuntimeException) failure;
                    }))
        .isSameAs(failure);
  }

  @Test
  void engineThatAnErrorMayHaveLeftHalfChangedIsReplaced() {
    Engine first = coordinating.with(Function.identity());
    failWith(new IllegalStateException("of a test"));
    assertThat(coordinating.with(Function.<Engine>identity())).isSameAs(first);
    failWith(new OutOfMemoryError("of a test"));
    assertThat(coordinating.with(Function.<Engine>identity())).isNotSameAs(first);
  }
}
