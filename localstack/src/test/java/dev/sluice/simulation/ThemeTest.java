package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThemeTest {
  @Test
  void someThemesComeOnlyWhereTheyAreAskedFor() {
    Set<Theme> drawn = EnumSet.noneOf(Theme.class);
    for (int number = 0; number < 1_000; number++) {
      Theme.of(number, true).ifPresent(drawn::add);
      Theme.of(number, false).ifPresent(drawn::add);
    }
    assertThat(drawn).hasSize(8).doesNotContain(Theme.FAST_CLOCKS, Theme.ANNOUNCING);
  }
}
