package dev.sluice.exact;

import java.math.BigDecimal;
import java.util.Arrays;

/** Exact answers by decimal arithmetic, sharing nothing with the code under test. */
final class Oracle {
  private static final BigDecimal BEYOND_MAX = BigDecimal.valueOf(2).pow(1024);
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private Oracle() {}

  static BigDecimal sum(double[] values) {
    return Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static BigDecimal squares(double[] values) {
    return Arrays.stream(values)
        .mapToObj(value -> new BigDecimal(value).pow(2))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The sum over all values of n * (distance from the average)^2. */
  static BigDecimal spread(double[] values) {
    BigDecimal count = BigDecimal.valueOf(values.length);
    return squares(values).multiply(count).subtract(sum(values).pow(2));
  }

  /**
   * Whether no double is nearer to number / divisor; of two as near, whether it is the even one.
   */
  static boolean isNearest(double candidate, BigDecimal number, BigDecimal divisor) {
    return isNearest(candidate, number, divisor, 1);
  }

  /** Like isNearest, for the root of number / divisor. */
  static boolean isNearestRoot(double candidate, BigDecimal number, BigDecimal divisor) {
    return isNearest(candidate, number, divisor, 2);
  }

  private static boolean isNearest(
      double candidate, BigDecimal number, BigDecimal divisor, int power) {
    if (number.signum() < 0) {
      return isNearest(-candidate, number.negate(), divisor, power);
    }
    BigDecimal exact = decimal(candidate);
    BigDecimal above = exact.add(decimal(Math.nextUp(candidate))).multiply(HALF);
    BigDecimal below = exact.add(decimal(Math.nextDown(candidate))).multiply(HALF);
    boolean even = (Double.doubleToRawLongBits(candidate) & 1) == 0;
    int toAbove = number.compareTo(above.pow(power).multiply(divisor));
    int toBelow = below.signum() < 0 ? 1 : number.compareTo(below.pow(power).multiply(divisor));
    boolean fitsAbove =
        candidate == Double.POSITIVE_INFINITY || (even ? toAbove <= 0 : toAbove < 0);
    return fitsAbove && (even ? toBelow >= 0 : toBelow > 0);
  }

  private static BigDecimal decimal(double value) {
    return Double.isInfinite(value) ? BEYOND_MAX : new BigDecimal(value);
  }
}
