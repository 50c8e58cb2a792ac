package dev.sluice.exact;

/**
 * How far a set of doubles is spread, beside its {@link Stats}. Each number is rounded once from
 * the exact one, and is NaN where a value was NaN or infinite.
 *
 * @param stats count, minimum, maximum, sum and average
 * @param populationVariance the mean square distance from the average; NaN if there was no value
 * @param sampleVariance the squared distances divided by count - 1; NaN below two values
 * @param populationDeviation the root of the exact population variance; NaN if there was no value
 * @param sampleDeviation the root of the exact sample variance; NaN below two values
 */
public record Spread(
    Stats stats,
    double populationVariance,
    double sampleVariance,
    double populationDeviation,
    double sampleDeviation) {

  /** The statistics and spread of these values. */
  public static Spread of(double... values) {
    SpreadAccumulator accumulator = new SpreadAccumulator();
    for (double value : values) {
      accumulator.add(value);
    }
    return accumulator.spread();
  }
}
