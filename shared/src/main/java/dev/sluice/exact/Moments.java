package dev.sluice.exact;

import java.math.BigInteger;

/**
 * Averages, variances and standard deviations from exact sums. Each is the exact rational number
 * (or its root), rounded once to the nearest double, ties to even. Where a value was NaN or
 * infinite, variances and deviations are NaN, and the average is what the sum is.
 */
public final class Moments {
  private Moments() {}

  /**
   * The sum divided by the count.
   *
   * @return NaN for a count of 0
   */
  public static double average(ExactSum sum, long count) {
    requireCount(count);
    if (count == 0) {
      return Double.NaN;
    }
    double rounded = sum.value();
    // Zeros keep their sign, and what is no finite number has no average other than itself.
    return rounded == 0 || !sum.isFinite()
        ? rounded
        : Rounding.quotient(sum.exact(), BigInteger.valueOf(count));
  }

  /**
   * The mean square distance from the average.
   *
   * @return NaN for a count of 0
   * @throws IllegalArgumentException if sum, squares and count can't belong to the same values
   */
  public static double populationVariance(ExactSum sum, ExactSquareSum squares, long count) {
    return hasVariance(sum, squares, count, 1)
        ? Rounding.quotient(spread(sum, squares, count), product(count, count))
        : Double.NaN;
  }

  /**
   * The sum of the squared distances from the average, divided by count - 1.
   *
   * @return NaN for a count of 0 or 1
   * @throws IllegalArgumentException if sum, squares and count can't belong to the same values
   */
  public static double sampleVariance(ExactSum sum, ExactSquareSum squares, long count) {
    return hasVariance(sum, squares, count, 2)
        ? Rounding.quotient(spread(sum, squares, count), product(count, count - 1))
        : Double.NaN;
  }

  /**
   * The root of the exact (not of the rounded) population variance.
   *
   * @return NaN for a count of 0
   * @throws IllegalArgumentException if sum, squares and count can't belong to the same values
   */
  public static double populationDeviation(ExactSum sum, ExactSquareSum squares, long count) {
    return hasVariance(sum, squares, count, 1)
        ? Rounding.squareRoot(spread(sum, squares, count), product(count, count))
        : Double.NaN;
  }

  /**
   * The root of the exact (not of the rounded) sample variance.
   *
   * @return NaN for a count of 0 or 1
   * @throws IllegalArgumentException if sum, squares and count can't belong to the same values
   */
  public static double sampleDeviation(ExactSum sum, ExactSquareSum squares, long count) {
    return hasVariance(sum, squares, count, 2)
        ? Rounding.squareRoot(spread(sum, squares, count), product(count, count - 1))
        : Double.NaN;
  }

  private static boolean hasVariance(
      ExactSum sum, ExactSquareSum squares, long count, long minCount) {
    requireCount(count);
    return count >= minCount && sum.isFinite() && squares.isFinite();
  }

  /** count * squares - sum^2, which is count times the sum of squared distances. */
  private static Dyadic spread(ExactSum sum, ExactSquareSum squares, long count) {
    Dyadic spread = squares.exact().times(count).minus(sum.exact().square());
    if (spread.significand().signum() < 0) {
      throw new IllegalArgumentException(
          "no "
              + count
              + " values have the sum "
              + sum.value()
              + " and squares that add up to only "
              + squares.value()
              + "; give sums and count of the same values");
    }
    return spread;
  }

  private static BigInteger product(long first, long second) {
    return BigInteger.valueOf(first).multiply(BigInteger.valueOf(second));
  }

  private static void requireCount(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count of values can't be " + count);
    }
  }
}
