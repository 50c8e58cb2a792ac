package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter said = new StringWriter();

  private Progress lines(OptionalLong total) {
    return new Progress.Lines("sending", total, new PrintWriter(said), Progress.LINES_STEP);
  }

  @Test
  void aLineIsSaidForEveryTenThousandAndForTheRest() {
    try (Progress progress = lines(OptionalLong.of(25_500))) {
      for (int count = 500; count <= 25_500; count += 500) {
        progress.at(count);
      }
    }
    assertThat(said.toString().lines())
        .containsExactly(
            "sending: 10000 of 25500", "sending: 20000 of 25500", "sending: 25500 of 25500");
  }

  @Test
  void withoutATotalOnlyTheCountIsSaid() {
    try (Progress progress = lines(OptionalLong.empty())) {
      progress.at(7);
    }
    assertThat(said.toString().lines()).containsExactly("sending: 7");
  }

  @Test
  void nothingIsSaidOfNothing() {
    try (Progress progress = lines(OptionalLong.empty())) {
      progress.at(0);
    }
    assertThat(said.toString()).isEmpty();
  }
}
