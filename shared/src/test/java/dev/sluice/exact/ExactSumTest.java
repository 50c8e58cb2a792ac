package dev.sluice.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactSumTest {
  private static final double MAX = Double.MAX_VALUE;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Test
  void getsRightWhatPlainAdditionGetsWrong() {
    double[] values = {1e100, 1.0, -1e100, 0.1, 0.2, -0.3};
    assertThat(Arrays.stream(values).reduce(0, (a, b) -> a + b)).isNotEqualTo(1.0);
    assertThat(sum(values)).isEqualTo(1.0);

    double[] tenths = new double[1_000];
    Arrays.fill(tenths, 0.1);
    assertThat(Arrays.stream(tenths).reduce(0, (a, b) -> a + b)).isNotEqualTo(100.0);
    assertThat(sum(tenths)).isEqualTo(100.0);
  }

  @ParameterizedTest
  @EnumSource
  void roundsTheExactSumOnce(RandomDoubles kind) {
    Random random = new Random(kind.ordinal());
    for (int round = 0; round < 150; round++) {
      double[] values = kind.draw(1 + random.nextInt(40), random);
      double sum = sum(values);
      assertThat(Oracle.isNearest(sum, Oracle.sum(values), BigDecimal.ONE))
          .as("round %s: %s for %s", round, sum, Arrays.toString(values))
          .isTrue();
    }
  }

  @Test
  void keepsCarriesOverManyAdditions() {
    Random random = new Random(5);
    double[] values = RandomDoubles.EVERYDAY.draw(100_000, random);
    assertThat(Oracle.isNearest(sum(values), Oracle.sum(values), BigDecimal.ONE)).isTrue();
    for (int exponent = 32; exponent < 64; exponent++) {
      // All bits set, at each place within a digit.
      double full = Math.nextDown(Math.scalb(1.0, exponent));
      double[] same = new double[4_096];
      Arrays.fill(same, full);
      assertThat(sum(same)).isEqualTo(4_096 * full);
      Arrays.fill(same, -full);
      assertThat(sum(same)).isEqualTo(-4_096 * full);
    }
  }

  @Test
  void theLeastBitBreaksATieWhereverItIs() {
    for (int scale = -32; scale < 32; scale++) {
      double one = Math.scalb(1.0, scale);
      for (int below = 1; below < 200; below++) {
        double least = Math.scalb(one, -below);
        assertThat(sum(0x1p53 * one, one, least)).isEqualTo((0x1p53 + 2) * one);
        assertThat(sum((0x1p53 + 2) * one, one, -least)).isEqualTo((0x1p53 + 2) * one);
      }
    }
  }

  @Test
  void everyExponentAddsUpToItsExactSum() {
    for (int exponent = -1074; exponent < 1023; exponent++) {
      double power = Math.scalb(1.0, exponent);
      assertThat(sum(power, power, -power, power)).isEqualTo(2 * power);
      assertThat(sum(-power, power, -power)).isEqualTo(-power);
      assertThat(sum(power, 1.0, -power)).isEqualTo(1.0);
    }
  }

  @Test
  void tiesGoToTheEvenNeighbourUnlessAnythingBreaksThem() {
    assertThat(sum(0x1p53, 1.0)).isEqualTo(0x1p53);
    assertThat(sum(0x1p53 + 2, 1.0)).isEqualTo(0x1p53 + 4);
    assertThat(sum(0x1p53, 1.0, Double.MIN_VALUE)).isEqualTo(0x1p53 + 2);
    assertThat(sum(0x1p53 + 2, 1.0, -Double.MIN_VALUE)).isEqualTo(0x1p53 + 2);
    assertThat(sum(-0x1p53, -1.0, -Double.MIN_VALUE)).isEqualTo(-0x1p53 - 2);
  }

  @Test
  void overflowOnTheWayDoesNoHarm() {
    assertThat(sum(MAX, MAX, -MAX)).isEqualTo(MAX);
    assertThat(sum(-MAX, -MAX, -MAX, MAX, MAX, 1.0)).isEqualTo(-MAX);
    assertThat(sum(MAX, MAX)).isEqualTo(INFINITY);
    assertThat(sum(-MAX, -MAX)).isEqualTo(-INFINITY);
    assertThat(sum(MAX, Math.ulp(MAX) / 2)).isEqualTo(INFINITY);
    assertThat(sum(MAX, Math.ulp(MAX) / 2, -Double.MIN_VALUE)).isEqualTo(MAX);
  }

  @Test
  void doublingFortyTimesStaysExact() {
    ExactSum sum = new ExactSum();
    sum.add(MAX);
    for (int i = 0; i < 40; i++) {
      sum.add(sum);
    }
    ExactSum copy = ExactSum.codec().decode(ExactSum.codec().encode(sum));
    ExactSum negative = new ExactSum();
    negative.add(-MAX);
    for (int i = 0; i < 40; i++) {
      negative.add(negative);
    }
    copy.add(negative);
    copy.add(42.0);
    assertThat(copy.value()).isEqualTo(42.0);
  }

  @Test
  void infinitiesAndNaNAddUpInAnyOrder() {
    assertThat(sum(INFINITY, 1.0, -MAX)).isEqualTo(INFINITY);
    assertThat(sum(1.0, -INFINITY, -INFINITY)).isEqualTo(-INFINITY);
    assertThat(sum(INFINITY, 1.0, -INFINITY)).isNaN();
    assertThat(sum(-INFINITY, INFINITY)).isNaN();
    assertThat(sum(NAN, INFINITY)).isNaN();
    assertThat(sum(INFINITY, NAN, 3.0)).isNaN();
  }

  @Test
  void onlyNegativeZerosAddUpToNegativeZero() {
    // Boxed, since -0.0 == 0.0.
    assertThat(sum()).isEqualTo(Double.valueOf(0.0));
    assertThat(sum(-0.0)).isEqualTo(Double.valueOf(-0.0));
    assertThat(sum(-0.0, -0.0)).isEqualTo(Double.valueOf(-0.0));
    assertThat(sum(-0.0, 0.0)).isEqualTo(Double.valueOf(0.0));
    assertThat(sum(0.0, -0.0)).isEqualTo(Double.valueOf(0.0));
    assertThat(sum(1.5, -1.5)).isEqualTo(Double.valueOf(0.0));
    assertThat(sum(-0.0, -1.5, 1.5)).isEqualTo(Double.valueOf(0.0));
  }

  @Test
  void anotherSumStaysAsItIsWhenAdded() {
    ExactSum first = new ExactSum();
    first.add(0.1);
    ExactSum second = new ExactSum();
    second.add(-7e20);
    second.add(0.7);
    byte[] before = ExactSum.codec().encode(second);
    first.add(second);
    first.add(1e10);
    assertThat(ExactSum.codec().encode(second)).isEqualTo(before);
    assertThat(first.value()).isEqualTo(sum(0.1, -7e20, 0.7, 1e10));
  }

  private static double sum(double... values) {
    ExactSum sum = new ExactSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum.value();
  }
}
