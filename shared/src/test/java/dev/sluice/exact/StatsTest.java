package dev.sluice.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StatsTest {

  @Test
  void saysCountLeastGreatestSumAndAverage() {
    assertThat(Stats.of(0.1, 0.2, 0.3, -4)).isEqualTo(new Stats(4, -4, 0.3, -3.4, -0.85));
  }

  @Test
  void noValuesHaveASumOfZeroAndNothingElse() {
    assertThat(Stats.of()).isEqualTo(new Stats(0, Double.NaN, Double.NaN, 0.0, Double.NaN));
  }

  @Test
  void naNIsAboveEverything() {
    Stats some = Stats.of(Double.NaN, Double.POSITIVE_INFINITY, 1.0);
    assertThat(some.min()).isEqualTo(1.0);
    assertThat(some.max()).isNaN();
    assertThat(some.sum()).isNaN();
    assertThat(Stats.of(Double.NaN, Double.NaN).min()).isNaN();
  }

  @Test
  void negativeZeroIsBelowZero() {
    assertThat(Stats.of(0.0, -0.0)).isEqualTo(new Stats(2, -0.0, 0.0, 0.0, 0.0));
    assertThat(Stats.of(-0.0, -0.0)).isEqualTo(new Stats(2, -0.0, -0.0, -0.0, -0.0));
  }

  @Test
  void emptyAccumulatorAddsNothing() {
    StatsAccumulator accumulator = new StatsAccumulator();
    accumulator.add(new StatsAccumulator());
    accumulator.add(2.0);
    accumulator.add(new StatsAccumulator());
    assertThat(accumulator.stats()).isEqualTo(Stats.of(2.0));
  }

  @Test
  void anAccumulatorCanBeAddedToItself() {
    SpreadAccumulator accumulator = new SpreadAccumulator();
    accumulator.add(0.1);
    accumulator.add(7.0);
    accumulator.add(accumulator);
    assertThat(accumulator.count()).isEqualTo(4);
    assertThat(accumulator.spread()).isEqualTo(Spread.of(7.0, 0.1, 7.0, 0.1));
  }

  @Test
  void moreValuesThanALongCountsAreRefused() {
    StatsAccumulator accumulator = new StatsAccumulator();
    accumulator.add(1.0);
    for (int i = 0; i < 62; i++) {
      accumulator.add(accumulator);
    }
    assertThatThrownBy(() -> accumulator.add(accumulator)).isInstanceOf(ArithmeticException.class);
  }
}
