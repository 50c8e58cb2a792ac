package dev.sluice.examples.oil;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.Function;

/** Extremes and averages with exact arithmetic, and their text. */
final class OracleNumbers {
  private OracleNumbers() {}

  static String min(List<OracleReading> readings, Function<OracleReading, Double> measure) {
    return text(readings.stream().map(measure).min(Double::compare).orElseThrow());
  }

  static String max(List<OracleReading> readings, Function<OracleReading, Double> measure) {
    return text(readings.stream().map(measure).max(Double::compare).orElseThrow());
  }

  static String average(List<OracleReading> readings, Function<OracleReading, Double> measure) {
    return text(average(readings.stream().map(measure).toList()));
  }

  /** The double nearest to the exact average, the even one of two: tried among neighbours. */
  static double average(List<Double> values) {
    BigDecimal sum = values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal count = BigDecimal.valueOf(values.size());
    double near = sum.divide(count, MathContext.DECIMAL128).doubleValue();
    double best = near;
    for (double each : new double[] {Math.nextDown(near), Math.nextUp(near)}) {
      int closer = distance(each, sum, count).compareTo(distance(best, sum, count));
      if (closer < 0 || closer == 0 && (Double.doubleToLongBits(each) & 1) == 0) {
        best = each;
      }
    }
    return best;
  }

  /** How far the sum of so many equal values would be from the sum. */
  private static BigDecimal distance(double value, BigDecimal sum, BigDecimal count) {
    return new BigDecimal(value).multiply(count).subtract(sum).abs();
  }

  /** As JDK 19 and later print it: the fewest digits, at least two, that tell it from others. */
  static String text(double value) {
    if (value == 0) {
      return Double.toString(value);
    }
    int digits = 2;
    while (round(value, digits).doubleValue() != value) {
      digits++;
    }
    BigDecimal shortest = round(value, digits).stripTrailingZeros();
    if (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e7) {
      int exponent = shortest.precision() - shortest.scale() - 1;
      return shortest.movePointLeft(exponent).setScale(Math.max(1, shortest.precision() - 1))
          + "E"
          + exponent;
    }
    return (shortest.scale() < 1 ? shortest.setScale(1) : shortest).toPlainString();
  }

  private static BigDecimal round(double value, int digits) {
    return new BigDecimal(value).round(new MathContext(digits));
  }
}
