package dev.sluice.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void newestIsClosedFirstAndAllAreWhateverFails() {
    Parts parts = new Parts();
    AutoCloseable oldest = () -> closed.add("oldest");
    assertThat(parts.add(oldest)).isSameAs(oldest);
    parts.add(
        () -> {
          throw new IllegalStateException("no");
        });
    parts.add(
        () -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
    parts.add(() -> closed.add("newest"));
    List<Throwable> failures = new ArrayList<>();
    parts.close(failures::add);
    assertThat(closed).containsExactly("newest", "oldest");
    assertThat(failures)
        .extracting(Throwable::getMessage)
        .containsExactly("unable to create native thread", "no");
    parts.close(failures::add);
    assertThat(closed).hasSize(2);
  }
}
