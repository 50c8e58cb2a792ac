package dev.sluice.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MomentsTest {

  @ParameterizedTest
  @EnumSource
  void everyNumberIsTheNearestToTheExactOne(RandomDoubles kind) {
    Random random = new Random(200 + kind.ordinal());
    for (int round = 0; round < 60; round++) {
      double[] values = kind.draw(2 + random.nextInt(20), random);
      BigDecimal count = BigDecimal.valueOf(values.length);
      BigDecimal oneLess = count.subtract(BigDecimal.ONE);
      BigDecimal spread = Oracle.spread(values);
      Spread result = Spread.of(values);
      assertThat(
              new boolean[] {
                Oracle.isNearest(result.stats().average(), Oracle.sum(values), count),
                Oracle.isNearest(result.populationVariance(), spread, count.multiply(count)),
                Oracle.isNearest(result.sampleVariance(), spread, count.multiply(oneLess)),
                Oracle.isNearestRoot(result.populationDeviation(), spread, count.multiply(count)),
                Oracle.isNearestRoot(result.sampleDeviation(), spread, count.multiply(oneLess))
              })
          .as("round %s: %s of %s", round, result, Arrays.toString(values))
          .containsOnly(true);
    }
  }

  @ParameterizedTest
  @EnumSource
  void squaresAddUpExactly(RandomDoubles kind) {
    Random random = new Random(300 + kind.ordinal());
    for (int round = 0; round < 60; round++) {
      double[] values = kind.draw(1 + random.nextInt(20), random);
      ExactSquareSum squares = new ExactSquareSum();
      Arrays.stream(values).forEach(squares::addSquareOf);
      assertThat(Oracle.isNearest(squares.value(), Oracle.squares(values), BigDecimal.ONE))
          .isTrue();
    }
  }

  @Test
  void averageOfExtremesIsInRangeThoughTheirSumIsNot() {
    Stats stats = Stats.of(Double.MAX_VALUE, Double.MAX_VALUE);
    assertThat(stats.sum()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(stats.average()).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void averageIsNotRoundedTwice() {
    // The sum of 2^53 + 1 is a tie that would go down, and a third of it down again.
    double[] values = {0x1p53, 1.0, 0.0};
    double roundedTwice = Stats.of(values).sum() / 3;
    assertThat(Stats.of(values).average()).isNotEqualTo(roundedTwice).isEqualTo(3002399751580331.0);
  }

  @Test
  void smallVarianceFarFromZeroIsExact() {
    Spread spread = Spread.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);
    assertThat(spread.sampleVariance()).isEqualTo(30.0);
    assertThat(spread.populationVariance()).isEqualTo(22.5);
    assertThat(spread.sampleDeviation()).isEqualTo(Math.sqrt(30.0));
    assertThat(Spread.of(0.1, 0.1, 0.1).populationVariance()).isZero();
  }

  @Test
  void deviationOfTheSmallestValuesIsAVerySmallNumberButNotZero() {
    Spread spread = Spread.of(Double.MIN_VALUE, -Double.MIN_VALUE);
    assertThat(spread.populationVariance()).isZero();
    assertThat(spread.populationDeviation()).isEqualTo(Double.MIN_VALUE);
    Spread large = Spread.of(Double.MAX_VALUE, -Double.MAX_VALUE);
    assertThat(large.populationVariance()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(large.populationDeviation()).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void tooFewValuesHaveNoVariance() {
    assertThat(Spread.of()).isEqualTo(new Spread(Stats.of(), NaN(), NaN(), NaN(), NaN()));
    assertThat(Spread.of(3.0)).isEqualTo(new Spread(Stats.of(3.0), 0.0, NaN(), 0.0, NaN()));
  }

  @Test
  void infinitiesAndNaNLeaveNoVariance() {
    assertThat(Spread.of(1.0, NaN()).populationVariance()).isNaN();
    assertThat(Spread.of(1.0, Double.POSITIVE_INFINITY).sampleDeviation()).isNaN();
    assertThat(Stats.of(1.0, Double.NEGATIVE_INFINITY).average())
        .isEqualTo(Double.NEGATIVE_INFINITY);
    ExactSquareSum squares = new ExactSquareSum();
    squares.addSquareOf(Double.NEGATIVE_INFINITY);
    assertThat(squares.value()).isEqualTo(Double.POSITIVE_INFINITY);
    squares.addSquareOf(Double.NaN);
    assertThat(squares.value()).isNaN();
  }

  @Test
  void sumsOfDifferentValuesAreRefused() {
    ExactSum sum = new ExactSum();
    sum.add(5.0);
    ExactSquareSum squares = new ExactSquareSum();
    squares.addSquareOf(1.0);
    assertThatThrownBy(() -> Moments.populationVariance(sum, squares, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sum 5.0");
    assertThatThrownBy(() -> Moments.average(sum, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  private static double NaN() {
    return Double.NaN;
  }
}
