package dev.sluice.exact;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;

/**
 * The exact sum of the squares of any number of doubles up to 2^40: each square is added with all
 * of its 106 bits, also where it is too large or too small for a double. NaN among the values gives
 * NaN, otherwise an infinity gives infinity.
 *
 * <p>Mutable, for one thread, equal only to itself; compare values or bytes.
 */
public final class ExactSquareSum {
  /** Doubles are multiples of 2^-1074, so squares are multiples of 2^-2148. */
  private static final int UNIT_EXPONENT = -2148;

  private static final int ORIGIN_BYTE = 2148 / 8;

  /** Squares end below 2^2048, which is bit 4196; 2^40 of them below bit 4236. */
  private static final int LIMIT_BYTES = 530;

  private static final long FRACTION = (1L << 52) - 1;
  private static final long HALF_PRODUCT = (1L << 53) - 1;

  private static final int INFINITY = 1;
  private static final int NAN = 2;

  private final ChunkSum finite;
  private int seen;

  /** The sum of no squares. */
  public ExactSquareSum() {
    this(new ChunkSum(), 0);
  }

  private ExactSquareSum(ChunkSum finite, int seen) {
    this.finite = finite;
    this.seen = seen;
  }

  /** Adds the square of a value. */
  public void addSquareOf(double value) {
    if (Double.isNaN(value)) {
      seen |= NAN;
    } else if (Double.isInfinite(value)) {
      seen |= INFINITY;
    } else if (value != 0) {
      addFinite(Double.doubleToRawLongBits(value));
    }
  }

  /** Adds all squares of another sum, which stays as it is; it may be this one. */
  public void add(ExactSquareSum other) {
    seen |= other.seen;
    finite.add(other.finite);
  }

  /** The sum, rounded to the nearest double, ties to even; infinite where it is out of range. */
  public double value() {
    if ((seen & NAN) != 0) {
      return Double.NaN;
    }
    return seen == INFINITY ? Double.POSITIVE_INFINITY : finite.toDouble(UNIT_EXPONENT);
  }

  /** Bytes for a sum, the same for the same values in whatever order or grouping. */
  public static Codec<ExactSquareSum> codec() {
    return new SumCodec();
  }

  boolean isFinite() {
    return seen == 0;
  }

  Dyadic exact() {
    return finite.exact(UNIT_EXPONENT);
  }

  private void addFinite(long bits) {
    int exponent = (int) (bits >>> 52) & 0x7FF;
    long magnitude = exponent == 0 ? bits & FRACTION : bits & FRACTION | 1L << 52;
    int position = 2 * Math.max(exponent - 1, 0);
    long low = magnitude * magnitude;
    long high = Math.multiplyHigh(magnitude, magnitude);
    finite.add(low & HALF_PRODUCT, position, 0);
    finite.add(low >>> 53 | high << 11, position + 53, 0);
  }

  /** One number first: a kind, or from FIRST_LENGTH on the length of the sum, which follows. */
  private record SumCodec() implements Codec<ExactSquareSum> {
    @Override
    public String shape() {
      return "exact sum of squares";
    }

    private static final int KIND_NAN = 2;
    private static final int FIRST_LENGTH = 3;

    @Override
    public void write(ExactSquareSum sum, ByteOutput out) {
      int length = sum.isFinite() ? sum.finite.lengthBytes() : 0;
      if (length == 0) {
        out.writeUnsigned(Math.min(sum.seen, KIND_NAN));
        return;
      }
      out.writeUnsigned(FIRST_LENGTH + length - 1);
      sum.finite.write(out, ORIGIN_BYTE);
    }

    @Override
    public ExactSquareSum read(ByteInput in) {
      int head = in.readCount();
      if (head < FIRST_LENGTH) {
        return new ExactSquareSum(new ChunkSum(), head);
      }
      int length = head - FIRST_LENGTH + 1;
      return new ExactSquareSum(ChunkSum.read(in, length, false, ORIGIN_BYTE, LIMIT_BYTES), 0);
    }
  }
}
