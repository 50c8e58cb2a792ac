package dev.sluice.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Ties, and the least that breaks them: random values don't come near. */
class RoundingTest {
  /** Of 54 bits, so half way between two doubles, the lower one being even. */
  private static final BigInteger TIE = BigInteger.TWO.pow(53).add(BigInteger.ONE);

  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final double BELOW = 0x1p53;
  private static final double ABOVE = 0x1p53 + 2;

  @Test
  void theLeastRemainderOfADivisionBreaksATie() {
    BigInteger tie = TIE.shiftLeft(300).multiply(THREE);
    assertThat(quotient(tie)).isEqualTo(BELOW);
    assertThat(quotient(tie.add(BigInteger.ONE))).isEqualTo(ABOVE);
    assertThat(quotient(tie.subtract(BigInteger.ONE))).isEqualTo(BELOW);
    assertThat(quotient(tie.add(BigInteger.ONE).negate())).isEqualTo(-ABOVE);
  }

  @Test
  void theLeastRemainderOfARootBreaksATie() {
    BigInteger tie = TIE.pow(2).shiftLeft(300);
    assertThat(root(tie, BigInteger.ONE)).isEqualTo(BELOW);
    assertThat(root(tie.add(BigInteger.ONE), BigInteger.ONE)).isEqualTo(ABOVE);
    assertThat(root(tie.subtract(BigInteger.ONE), BigInteger.ONE)).isEqualTo(BELOW);
  }

  @Test
  void theLeastRemainderOfADivisionUnderARootBreaksATie() {
    BigInteger tie = TIE.pow(2).shiftLeft(300).multiply(THREE);
    assertThat(root(tie, THREE)).isEqualTo(BELOW);
    assertThat(root(tie.add(BigInteger.ONE), THREE)).isEqualTo(ABOVE);
    assertThat(root(tie.subtract(BigInteger.ONE), THREE)).isEqualTo(BELOW);
  }

  @Test
  void fractionsOfTheSmallestDoubleGoToTheNearestMultiple() {
    double least = Double.MIN_VALUE;
    double[] quarters = new double[10];
    for (int i = 0; i < quarters.length; i++) {
      BigInteger count = BigInteger.valueOf(4);
      quarters[i] = Rounding.quotient(new Dyadic(BigInteger.valueOf(i), -1074), count);
    }
    assertThat(quarters)
        .containsExactly(0, 0, 0, least, least, least, 2 * least, 2 * least, 2 * least, 2 * least);
    assertThat(Rounding.quotient(new Dyadic(BigInteger.ONE, -5000), BigInteger.ONE)).isZero();
  }

  private static double quotient(BigInteger number) {
    return Rounding.quotient(new Dyadic(number, -300), THREE);
  }

  private static double root(BigInteger number, BigInteger divisor) {
    return Rounding.squareRoot(new Dyadic(number, -300), divisor);
  }
}
