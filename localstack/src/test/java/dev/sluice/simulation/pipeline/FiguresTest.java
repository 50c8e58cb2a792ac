package dev.sluice.simulation.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void sumThatCancelsIsExactAndItsAverageIsRoundedOnce() {
    assertThat(Figures.stats(List.of(1e16, 1.0, -1e16)))
        .isEqualTo("[3.0, -1.0E16, 1.0E16, 1.0, 0.3333333333333333]");
  }

  @Test
  void figureInTheMiddleOfTwoDoublesIsTheEvenOne() {
    assertThat(Figures.stats(List.of(0x1p53, 1.0))).contains("9.007199254740992E15, 4.5");
    assertThat(Figures.stats(List.of(0x1p53 + 2, 1.0))).contains("9.007199254740996E15, 4.5");
  }

  @Test
  void zerosAndWhatIsNoFiniteNumberAddUpAsInIeee754() {
    assertThat(Figures.stats(List.of(-0.0, -0.0))).isEqualTo("[2.0, -0.0, -0.0, -0.0, -0.0]");
    assertThat(Figures.stats(List.of(1.0, -1.0))).endsWith("0.0, 0.0]");
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(Figures.stats(List.of(infinity, -infinity))).endsWith("NaN, NaN]");
    assertThat(Figures.stats(List.of(Double.MAX_VALUE, Double.MAX_VALUE)))
        .endsWith("Infinity, 1.7976931348623157E308]");
  }

  @Test
  void spreadIsRoundedOnceAndThatOfOneIsHalfKnown() {
    assertThat(Figures.spread(List.of(1.0, 2.0, 3.0)))
        .endsWith("[0.6666666666666666, 1.0, 0.816496580927726, 1.0]");
    assertThat(Figures.spread(List.of(5.0))).endsWith("[0.0, NaN, 0.0, NaN]");
  }
}
