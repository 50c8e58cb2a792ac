package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.Engine;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryStream;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CoordinatingTest {
  private final Coordinating coordinating =
      new Coordinating(
          () ->
              LineEngine.of(
                  new MemoryStream(LineEngine.STREAM, 1),
                  new MemoryClock(Instant.parse("2026-05-01T00:00:00Z"))));

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
