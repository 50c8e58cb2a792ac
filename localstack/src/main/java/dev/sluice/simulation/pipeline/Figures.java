package dev.sluice.simulation.pipeline;

import dev.sluice.exact.Spread;
import dev.sluice.exact.Stats;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;

/** Figures of doubles, as decimals of any length and without the toolkit's own sums. */
final class Figures {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** Where a figure is, up to what {@link #nearest} sets right. */
  private static final MathContext NEARLY = new MathContext(40);

  private final List<Double> values;
  private final BigDecimal count;

  /** The exact sum of finite values. */
  private final BigDecimal sum;

  private Figures(List<Double> values) {
    this.values = values;
    this.count = BigDecimal.valueOf(values.size());
    this.sum = sum(values.stream().filter(Double::isFinite).map(BigDecimal::new).toList());
  }

  /** A double for a whole number: of all sizes, some not finite, so that few sums are exact. */
  static double number(long value) {
    return switch (Math.floorMod(value, 97)) {
      case 1 -> -0.0;
      case 2 -> Double.MIN_VALUE;
      case 3 -> Double.MAX_VALUE;
      case 4 -> -Double.MAX_VALUE;
      case 5 -> Double.POSITIVE_INFINITY;
      case 6 -> value % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY;
      default -> Math.scalb(value * 7_919 % 1_009 - 504.1, (int) (value % 7) * 19 - 40);
    };
  }

  /** How a result stands in a file. */
  static String line(Stats s) {
    return line(s.count(), s.min(), s.max(), s.sum(), s.average());
  }

  /** How a result stands in a file. */
  static String line(Spread s) {
    return line(s.stats())
        + line(
            s.populationVariance(),
            s.sampleVariance(),
            s.populationDeviation(),
            s.sampleDeviation());
  }

  private static String line(double... figures) {
    return DoubleStream.of(figures).boxed().toList() + "";
  }

  /** What the line of statistics must be. */
  static String stats(List<Double> values) {
    Figures of = new Figures(values);
    double sum = of.sum();
    double average = sum == 0 || !of.areFinite() ? sum : quotient(of.sum, of.count);
    double min = values.stream().min(Double::compare).orElseThrow();
    double max = values.stream().max(Double::compare).orElseThrow();
    return line(values.size(), min, max, sum, average);
  }

  /** What the line of statistics and spreads must be. */
  static String spread(List<Double> values) {
    Figures of = new Figures(values);
    if (!of.areFinite()) {
      return stats(values) + line(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    // The squared distances from the average, times the count.
    BigDecimal squares = sum(values.stream().map(BigDecimal::new).map(x -> x.multiply(x)).toList());
    BigDecimal distances = squares.multiply(of.count).subtract(of.sum.multiply(of.sum));
    BigDecimal population = of.count.multiply(of.count);
    BigDecimal sample = population.subtract(of.count);
    boolean few = values.size() < 2;
    return stats(values)
        + line(
            quotient(distances, population),
            few ? Double.NaN : quotient(distances, sample),
            root(distances, population),
            few ? Double.NaN : root(distances, sample));
  }

  private static BigDecimal sum(List<BigDecimal> all) {
    return all.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private boolean areFinite() {
    return values.stream().allMatch(Double::isFinite);
  }

  /** What is no finite number adds up as in IEEE 754, as do zeros. */
  private double sum() {
    if (!areFinite()) {
      return values.stream().filter(x -> !Double.isFinite(x)).reduce(0.0, Double::sum);
    }
    boolean negative = values.stream().allMatch(x -> x.equals(-0.0));
    return negative ? -0.0 : quotient(sum, BigDecimal.ONE);
  }

  private static double quotient(BigDecimal number, BigDecimal divisor) {
    BigDecimal size = number.abs();
    double guess = size.divide(divisor, NEARLY).doubleValue();
    double nearest = nearest(guess, x -> size.compareTo(x.multiply(divisor)));
    return number.signum() < 0 ? -nearest : nearest;
  }

  private static double root(BigDecimal number, BigDecimal divisor) {
    double guess = number.divide(divisor, NEARLY).sqrt(NEARLY).doubleValue();
    return nearest(guess, x -> number.compareTo(x.multiply(x).multiply(divisor)));
  }

  /**
   * The double that is nearest to a figure, of two the even one.
   *
   * @param guess one next to it
   * @param against how the figure compares with a number
   */
  private static double nearest(double guess, ToIntFunction<BigDecimal> against) {
    double nearest = guess;
    while (Double.isFinite(nearest) && isOut(against.applyAsInt(above(nearest)), nearest)) {
      nearest = Math.nextUp(nearest);
    }
    while (Double.isFinite(nearest)
        && nearest > 0
        && isOut(-against.applyAsInt(above(Math.nextDown(nearest))), nearest)) {
      nearest = Math.nextDown(nearest);
    }
    return nearest;
  }

  /** Whether a figure is beyond the middle between a double and its neighbour, or goes to that. */
  private static boolean isOut(int beyond, double nearest) {
    return beyond > 0 || beyond == 0 && (Double.doubleToLongBits(nearest) & 1) != 0;
  }

  /** The middle between a double and the next one above. */
  private static BigDecimal above(double x) {
    return new BigDecimal(x).add(new BigDecimal(Math.ulp(x)).divide(TWO));
  }
}
