package dev.sluice.exact;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import java.math.BigInteger;

/**
 * The exact sum of longs, which may leave the range of a long on the way or for good: it is kept in
 * 128 bits, enough for every number of values that can be counted. Mutable, for one thread, equal
 * only to itself.
 */
public final class LongSum {
  /** The sum is high * 2^64 + low, low being unsigned. */
  private long high;

  private long low;

  /** The sum of no values. */
  public LongSum() {}

  /** Adds one value. */
  public void add(long value) {
    add(value >> 63, value);
  }

  /** Adds all values of another sum, which stays as it is; it may be this one. */
  public void add(LongSum other) {
    add(other.high, other.low);
  }

  /** The sum. */
  public BigInteger value() {
    if (fitsLong()) {
      return BigInteger.valueOf(low);
    }
    BigInteger lowest = BigInteger.valueOf(low & Long.MAX_VALUE);
    BigInteger unsigned = low < 0 ? lowest.setBit(63) : lowest;
    return BigInteger.valueOf(high).shiftLeft(64).add(unsigned);
  }

  /** Whether {@link #longValueExact} can give the sum. */
  public boolean fitsLong() {
    return high == low >> 63;
  }

  /**
   * The sum as a long.
   *
   * @throws ArithmeticException if it is out of range
   */
  public long longValueExact() {
    if (!fitsLong()) {
      throw new ArithmeticException(
          "the sum " + value() + " exceeds the range of a long; use value() instead");
    }
    return low;
  }

  /**
   * The sum divided by the count, rounded once to the nearest double, ties to even.
   *
   * @return NaN for a count of 0
   */
  public double average(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count of values can't be " + count);
    }
    return count == 0
        ? Double.NaN
        : Rounding.quotient(new Dyadic(value(), 0), BigInteger.valueOf(count));
  }

  /** Bytes for a sum, the same for the same sum: 2 for a small one. */
  public static Codec<LongSum> codec() {
    return new SumCodec();
  }

  private void add(long otherHigh, long otherLow) {
    low += otherLow;
    long carry = Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0;
    high += otherHigh + carry;
  }

  /** What the high half is beyond the sign of the low one, so mostly 0, then the low half. */
  private record SumCodec() implements Codec<LongSum> {
    @Override
    public String shape() {
      return "whole sum";
    }

    @Override
    public void write(LongSum sum, ByteOutput out) {
      out.writeSigned(sum.high - (sum.low >> 63)).writeSigned(sum.low);
    }

    @Override
    public LongSum read(ByteInput in) {
      long beyond = in.readSigned();
      LongSum sum = new LongSum();
      sum.low = in.readSigned();
      sum.high = beyond + (sum.low >> 63);
      return sum;
    }
  }
}
