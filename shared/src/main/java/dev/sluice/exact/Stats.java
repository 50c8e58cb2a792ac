package dev.sluice.exact;

/**
 * What is said about a set of doubles, independent of their order.
 *
 * <p>Minimum and maximum follow {@link Double#compare}: NaN is above everything (as in Spark SQL),
 * so a NaN among the values is the maximum and is the minimum only if all are NaN; -0.0 is below
 * 0.0. Sum and average are NaN if any value is.
 *
 * @param count how many values there were
 * @param min the least value; NaN if there was none
 * @param max the greatest value; NaN if there was none
 * @param sum the exact sum, rounded once; 0.0 if there was no value
 * @param average the exact sum divided by the count, rounded once; NaN if there was no value
 */
public record Stats(long count, double min, double max, double sum, double average) {

  /** The statistics of these values. */
  public static Stats of(double... values) {
    StatsAccumulator accumulator = new StatsAccumulator();
    for (double value : values) {
      accumulator.add(value);
    }
    return accumulator.stats();
  }
}
