package dev.sluice.exact;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.CodecException;

/**
 * Takes in doubles, or what other accumulators took in, and gives their {@link Stats}. Order and
 * grouping make no difference, neither to the result nor to the bytes. Mutable, for one thread.
 */
public final class StatsAccumulator {
  private long count;
  private double min;
  private double max;
  private final ExactSum sum;

  /** An accumulator of no values. */
  public StatsAccumulator() {
    this(new ExactSum());
  }

  private StatsAccumulator(ExactSum sum) {
    this.sum = sum;
    this.min = Double.NaN;
    this.max = Double.NaN;
  }

  /** Takes in one value. */
  public void add(double value) {
    cover(value, value);
    count++;
    sum.add(value);
  }

  /**
   * Takes in all values of another accumulator, which stays as it is; it may be this one.
   *
   * @throws ArithmeticException if there are more values than a long can count
   */
  public void add(StatsAccumulator other) {
    if (other.count > 0) {
      cover(other.min, other.max);
      count = Math.addExact(count, other.count);
      sum.add(other.sum);
    }
  }

  /** How many values were taken in. */
  public long count() {
    return count;
  }

  /** The statistics of what was taken in so far. */
  public Stats stats() {
    return new Stats(count, min, max, sum.value(), Moments.average(sum, count));
  }

  /**
   * Bytes for an accumulator, the same for the same values in whatever order or grouping. None take
   * 1 byte, a single one takes 9, several of similar magnitude about 28.
   */
  public static Codec<StatsAccumulator> codec() {
    return new AccumulatorCodec(ExactSum.codec());
  }

  ExactSum sum() {
    return sum;
  }

  double min() {
    return min;
  }

  private void cover(double least, double greatest) {
    min = count == 0 || Double.compare(least, min) < 0 ? least : min;
    max = count == 0 || Double.compare(greatest, max) > 0 ? greatest : max;
  }

  /** Count; nothing more for none, the value alone for one, else minimum, maximum and sum. */
  private record AccumulatorCodec(Codec<ExactSum> sums) implements Codec<StatsAccumulator> {
    @Override
    public String shape() {
      return "stats";
    }

    @Override
    public void write(StatsAccumulator value, ByteOutput out) {
      out.writeUnsigned(value.count);
      if (value.count > 0) {
        writeNumber(value.min, out);
      }
      if (value.count > 1) {
        writeNumber(value.max, out);
        sums.write(value.sum, out);
      }
    }

    @Override
    public StatsAccumulator read(ByteInput in) {
      long count = in.readUnsigned();
      if (count < 0) {
        throw new CodecException("a count of " + Long.toUnsignedString(count) + " is out of range");
      }
      if (count < 2) {
        StatsAccumulator few = new StatsAccumulator();
        if (count == 1) {
          few.add(in.readDouble());
        }
        return few;
      }
      double min = in.readDouble();
      double max = in.readDouble();
      if (Double.compare(min, max) > 0) {
        throw new CodecException("a minimum of " + min + " is above the maximum of " + max);
      }
      StatsAccumulator several = new StatsAccumulator(sums.read(in));
      several.count = count;
      several.min = min;
      several.max = max;
      return several;
    }

    private static void writeNumber(double value, ByteOutput out) {
      out.writeLong(Double.doubleToLongBits(value));
    }
  }
}
