package dev.sluice.exact;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.CodecException;

/**
 * The exact sum of any number of doubles up to 2^40, rounded once, when asked for. So the result
 * depends on which values were added, never on their order or grouping, and a sum in between that
 * exceeds the range of doubles does no harm.
 *
 * <p>What is not an ordinary number adds up as in IEEE 754, in any order: NaN, or infinities of
 * both signs, give NaN; infinities of one sign give that infinity; a sum of zero is 0.0, except
 * that nothing but -0.0 adds up to -0.0. The sum of no values is 0.0.
 *
 * <p>Mutable, for one thread, equal only to itself; compare values or bytes.
 */
public final class ExactSum {
  /** The smallest double above zero is 2^-1074, and every double is a multiple of it. */
  private static final int UNIT_EXPONENT = -1074;

  /** Where 1.0 lies, so that sums of everyday magnitude have short positions. */
  private static final int ORIGIN_BYTE = 1074 / 8;

  /** Doubles end below 2^1024, which is bit 2098; 2^40 of them below bit 2138. */
  private static final int LIMIT_BYTES = 268;

  private static final long FRACTION = (1L << 52) - 1;
  private static final int SPECIAL_EXPONENT = 0x7FF;

  private static final int NEGATIVE_ZERO = 1;
  private static final int OTHER_NUMBER = 2;
  private static final int POSITIVE_INFINITY = 4;
  private static final int NEGATIVE_INFINITY = 8;
  private static final int NAN = 16;
  private static final int BOTH_INFINITIES = POSITIVE_INFINITY | NEGATIVE_INFINITY;

  private final ChunkSum finite;

  /** Which kinds of values were added. */
  private int seen;

  /** The sum of no values. */
  public ExactSum() {
    this(new ChunkSum(), 0);
  }

  private ExactSum(ChunkSum finite, int seen) {
    this.finite = finite;
    this.seen = seen;
  }

  /** Adds one value. */
  public void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & SPECIAL_EXPONENT;
    long fraction = bits & FRACTION;
    if (exponent != 0 && exponent != SPECIAL_EXPONENT) {
      seen |= OTHER_NUMBER;
      finite.add(fraction | 1L << 52, exponent - 1, bits >> 63);
    } else {
      addUnusual(exponent, fraction, bits >> 63);
    }
  }

  /** Adds all values of another sum, which stays as it is; it may be this one. */
  public void add(ExactSum other) {
    seen |= other.seen;
    finite.add(other.finite);
  }

  /** The sum, rounded to the nearest double, ties to even; infinite where it is out of range. */
  public double value() {
    if (!isFinite()) {
      return special();
    }
    return seen == NEGATIVE_ZERO ? -0.0 : finite.toDouble(UNIT_EXPONENT);
  }

  /**
   * Bytes for a sum, the same for the same values in whatever order or grouping they were added.
   * Few values of similar magnitude take about ten bytes.
   */
  public static Codec<ExactSum> codec() {
    return new SumCodec();
  }

  /** Whether every value was a finite number. */
  boolean isFinite() {
    return seen <= (NEGATIVE_ZERO | OTHER_NUMBER);
  }

  /** The sum of the finite values. */
  Dyadic exact() {
    return finite.exact(UNIT_EXPONENT);
  }

  private void addUnusual(int exponent, long fraction, long sign) {
    if (exponent == 0 && fraction == 0) {
      seen |= sign == 0 ? OTHER_NUMBER : NEGATIVE_ZERO;
    } else if (exponent == 0) {
      seen |= OTHER_NUMBER;
      finite.add(fraction, 0, sign);
    } else if (fraction == 0) {
      seen |= sign == 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
    } else {
      seen |= NAN;
    }
  }

  private double special() {
    if ((seen & NAN) != 0 || (seen & BOTH_INFINITIES) == BOTH_INFINITIES) {
      return Double.NaN;
    }
    return (seen & POSITIVE_INFINITY) != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /**
   * One number first: a kind, or from FIRST_LENGTH on twice the length of the magnitude, which
   * follows, plus one for a negative sum. Behind an infinity or NaN the finite values don't matter
   * any more, so they are left out.
   */
  private record SumCodec() implements Codec<ExactSum> {
    @Override
    public String shape() {
      return "exact sum";
    }

    private static final int KIND_EMPTY = 0;
    private static final int KIND_NEGATIVE_ZERO = 1;
    private static final int KIND_ZERO = 2;
    private static final int KIND_POSITIVE_INFINITY = 3;
    private static final int KIND_NEGATIVE_INFINITY = 4;
    private static final int KIND_NAN = 5;
    private static final int FIRST_LENGTH = 6;

    @Override
    public void write(ExactSum sum, ByteOutput out) {
      int length = sum.isFinite() ? sum.finite.lengthBytes() : 0;
      if (length == 0) {
        out.writeUnsigned(kind(sum));
        return;
      }
      int negative = sum.finite.signum() < 0 ? 1 : 0;
      out.writeUnsigned(FIRST_LENGTH + 2 * (length - 1) + negative);
      sum.finite.write(out, ORIGIN_BYTE);
    }

    private static int kind(ExactSum sum) {
      if (sum.isFinite()) {
        return (sum.seen & OTHER_NUMBER) != 0 ? KIND_ZERO : sum.seen;
      }
      double special = sum.special();
      if (Double.isNaN(special)) {
        return KIND_NAN;
      }
      return special > 0 ? KIND_POSITIVE_INFINITY : KIND_NEGATIVE_INFINITY;
    }

    @Override
    public ExactSum read(ByteInput in) {
      int head = in.readCount();
      if (head < FIRST_LENGTH) {
        return new ExactSum(new ChunkSum(), seen(head));
      }
      int length = (head - FIRST_LENGTH) / 2 + 1;
      boolean negative = (head - FIRST_LENGTH) % 2 != 0;
      return new ExactSum(
          ChunkSum.read(in, length, negative, ORIGIN_BYTE, LIMIT_BYTES), OTHER_NUMBER);
    }

    private static int seen(int kind) {
      return switch (kind) {
        case KIND_EMPTY -> 0;
        case KIND_NEGATIVE_ZERO -> NEGATIVE_ZERO;
        case KIND_ZERO -> OTHER_NUMBER;
        case KIND_POSITIVE_INFINITY -> POSITIVE_INFINITY;
        case KIND_NEGATIVE_INFINITY -> NEGATIVE_INFINITY;
        case KIND_NAN -> NAN;
        default -> throw new CodecException("a sum of kind " + kind + " is not known");
      };
    }
  }
}
