package dev.sluice.exact;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;

/**
 * A {@link StatsAccumulator} that adds up squares as well and so knows variances. Order and
 * grouping make no difference, neither to the result nor to the bytes. Mutable, for one thread.
 */
public final class SpreadAccumulator {
  private final StatsAccumulator stats;
  private final ExactSquareSum squares;

  /** An accumulator of no values. */
  public SpreadAccumulator() {
    this(new StatsAccumulator(), new ExactSquareSum());
  }

  private SpreadAccumulator(StatsAccumulator stats, ExactSquareSum squares) {
    this.stats = stats;
    this.squares = squares;
  }

  /** Takes in one value. */
  public void add(double value) {
    stats.add(value);
    squares.addSquareOf(value);
  }

  /**
   * Takes in all values of another accumulator, which stays as it is; it may be this one.
   *
   * @throws ArithmeticException if there are more values than a long can count
   */
  public void add(SpreadAccumulator other) {
    stats.add(other.stats);
    squares.add(other.squares);
  }

  /** How many values were taken in. */
  public long count() {
    return stats.count();
  }

  /** The statistics and spread of what was taken in so far. */
  public Spread spread() {
    ExactSum sum = stats.sum();
    long count = stats.count();
    return new Spread(
        stats.stats(),
        Moments.populationVariance(sum, squares, count),
        Moments.sampleVariance(sum, squares, count),
        Moments.populationDeviation(sum, squares, count),
        Moments.sampleDeviation(sum, squares, count));
  }

  /** Bytes for an accumulator, the same for the same values in whatever order or grouping. */
  public static Codec<SpreadAccumulator> codec() {
    return new AccumulatorCodec(StatsAccumulator.codec(), ExactSquareSum.codec());
  }

  /** The bytes of the statistics, then the squares unless they follow from a single value. */
  private record AccumulatorCodec(Codec<StatsAccumulator> stats, Codec<ExactSquareSum> squares)
      implements Codec<SpreadAccumulator> {
    @Override
    public String shape() {
      return "spread";
    }

    @Override
    public void write(SpreadAccumulator value, ByteOutput out) {
      stats.write(value.stats, out);
      if (value.count() > 1) {
        squares.write(value.squares, out);
      }
    }

    @Override
    public SpreadAccumulator read(ByteInput in) {
      StatsAccumulator read = stats.read(in);
      if (read.count() > 1) {
        return new SpreadAccumulator(read, squares.read(in));
      }
      ExactSquareSum few = new ExactSquareSum();
      if (read.count() == 1) {
        few.addSquareOf(read.min());
      }
      return new SpreadAccumulator(read, few);
    }
  }
}
