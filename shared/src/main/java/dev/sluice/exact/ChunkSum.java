package dev.sluice.exact;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A signed integer of thousands of bits to which short integers are added at any bit position. It
 * holds only the window of 32-bit digits in which values lie, each digit in a long of its own, so
 * that carries can wait for many additions.
 */
final class ChunkSum {
  private static final int DIGIT_BITS = 32;
  private static final long DIGIT = 0xFFFF_FFFFL;

  /**
   * Additions until carries must move: an addition puts less than 2^52 into a digit, so 2^10 of
   * them stay below 2^62 and what a settled digit held (at most 2^32) fits in beside them.
   */
  private static final int MAX_PENDING = 1 << 10;

  private static final long[] EMPTY = {};

  private long[] digits = EMPTY;

  /** The place of digits[0]: it counts 2^(32 * base). */
  private int base;

  private int pending;

  /**
   * Adds magnitude * 2^position, negated if sign is -1.
   *
   * @param magnitude 0 to 2^53 - 1
   * @param sign 0 or -1
   */
  void add(long magnitude, int position, long sign) {
    int shift = position & DIGIT_BITS - 1;
    long low = magnitude << shift & DIGIT;
    long high = magnitude >>> DIGIT_BITS - shift;
    int at = window(position / DIGIT_BITS, 2);
    digits[at] += (low ^ sign) - sign;
    digits[at + 1] += (high ^ sign) - sign;
    countAddition();
  }

  void add(ChunkSum other) {
    other.settle();
    long[] added = other.digits;
    if (added.length == 0) {
      return;
    }
    int at = window(other.base, added.length);
    for (int i = 0; i < added.length; i++) {
      digits[at + i] += added[i];
    }
    countAddition();
  }

  /** -1, 0 or 1. */
  int signum() {
    settle();
    for (int i = digits.length - 1; i >= 0; i--) {
      if (digits[i] != 0) {
        return digits[i] < 0 ? -1 : 1;
      }
    }
    return 0;
  }

  /** The integer times 2^unitExponent, exactly. */
  Dyadic exact(int unitExponent) {
    long[] magnitude = magnitude();
    byte[] bytes = new byte[4 * magnitude.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[bytes.length - 1 - i] = (byte) (magnitude[i / 4] >>> 8 * (i % 4));
    }
    return new Dyadic(new BigInteger(signum(), bytes), DIGIT_BITS * base + unitExponent);
  }

  /** The integer times 2^unitExponent, rounded once; 0.0 if it is zero. */
  double toDouble(int unitExponent) {
    int sign = signum();
    if (sign == 0) {
      return 0.0;
    }
    long[] magnitude = magnitude();
    int top = highest(magnitude);
    long second = top > 0 ? magnitude[top - 1] : 0;
    long third = top > 1 ? magnitude[top - 2] : 0;
    int shift = Long.numberOfLeadingZeros(magnitude[top]) - DIGIT_BITS;
    long leading = (magnitude[top] << DIGIT_BITS | second) << shift | third >>> DIGIT_BITS - shift;
    boolean more = (third << shift & DIGIT) != 0 || lowest(magnitude) < top - 2;
    int exponent = DIGIT_BITS * (base + top - 1) - shift + unitExponent;
    return sign * Rounding.round(leading, more, exponent);
  }

  /** The bytes of the magnitude, without leading and trailing zeros; 0 if it is zero. */
  int lengthBytes() {
    long[] magnitude = magnitude();
    return highest(magnitude) < 0 ? 0 : highByte(magnitude) - lowByte(magnitude) + 1;
  }

  /**
   * Writes the magnitude, which must not be zero: the place of its lowest byte as distance from
   * originByte, then {@link #lengthBytes} bytes, highest first. Same integer, same bytes.
   */
  void write(ByteOutput out, int originByte) {
    long[] magnitude = magnitude();
    int low = lowByte(magnitude);
    out.writeSigned(low - originByte);
    for (int i = highByte(magnitude); i >= low; i--) {
      out.writeByte((int) (magnitude[i / 4 - base] >>> 8 * (i % 4)));
    }
  }

  /** Reads what {@link #write} wrote; its last byte must lie below limitBytes. */
  static ChunkSum read(
      ByteInput in, long lengthBytes, boolean negative, int originByte, int limitBytes) {
    long low = originByte + in.readSigned();
    if (low < 0 || low >= limitBytes || lengthBytes < 1 || lengthBytes > limitBytes - low) {
      throw new CodecException(
          lengthBytes + " bytes at byte " + low + " of a sum lie outside of " + limitBytes);
    }
    byte[] bytes = in.readRaw((int) lengthBytes);
    if (bytes[0] == 0 || bytes[bytes.length - 1] == 0) {
      throw new CodecException("the magnitude of a sum begins or ends with a zero byte");
    }
    ChunkSum sum = new ChunkSum();
    int first = (int) low;
    sum.base = first / 4;
    sum.digits = new long[(first + bytes.length - 1) / 4 - sum.base + 1];
    for (int i = 0; i < bytes.length; i++) {
      int place = first + bytes.length - 1 - i;
      long part = (bytes[i] & 0xFFL) << 8 * (place % 4);
      sum.digits[place / 4 - sum.base] += negative ? -part : part;
    }
    sum.pending = 1;
    return sum;
  }

  private void countAddition() {
    if (++pending == MAX_PENDING) {
      settle();
    }
  }

  /** Makes the window hold count digits from the one at place first; returns its index. */
  private int window(int first, int count) {
    int at = first - base;
    return at >= 0 && at + count <= digits.length ? at : widen(first, count);
  }

  private int widen(int first, int count) {
    if (digits.length == 0) {
      digits = new long[count];
      base = first;
      return 0;
    }
    int newBase = Math.min(base, first);
    int end = Math.max(base + digits.length, first + count);
    long[] wider = new long[end - newBase];
    System.arraycopy(digits, 0, wider, base - newBase, digits.length);
    digits = wider;
    base = newBase;
    return first - newBase;
  }

  /** Moves carries, after which only the top digit may be negative and all are within 32 bits. */
  private void settle() {
    if (pending == 0) {
      return;
    }
    pending = 0;
    int top = digits.length - 1;
    long carry = 0;
    for (int i = 0; i < top; i++) {
      long value = digits[i] + carry;
      digits[i] = value & DIGIT;
      carry = value >> DIGIT_BITS;
    }
    digits[top] += carry;
    if (Math.abs(digits[top]) > DIGIT) {
      digits = Arrays.copyOf(digits, top + 2);
      digits[top + 1] = digits[top] >> DIGIT_BITS;
      digits[top] &= DIGIT;
    }
  }

  /** The digits of the absolute value; not to be changed. */
  private long[] magnitude() {
    if (signum() >= 0) {
      return digits;
    }
    long[] negated = new long[digits.length];
    long carry = 0;
    for (int i = 0; i < digits.length; i++) {
      long value = carry - digits[i];
      negated[i] = value & DIGIT;
      carry = value >> DIGIT_BITS;
    }
    return negated;
  }

  private int highByte(long[] magnitude) {
    int top = highest(magnitude);
    return 4 * (base + top) + (63 - Long.numberOfLeadingZeros(magnitude[top])) / 8;
  }

  private int lowByte(long[] magnitude) {
    int bottom = lowest(magnitude);
    return 4 * (base + bottom) + Long.numberOfTrailingZeros(magnitude[bottom]) / 8;
  }

  private static int highest(long[] magnitude) {
    int i = magnitude.length - 1;
    while (i >= 0 && magnitude[i] == 0) {
      i--;
    }
    return i;
  }

  private static int lowest(long[] magnitude) {
    int i = 0;
    while (i < magnitude.length && magnitude[i] == 0) {
      i++;
    }
    return i;
  }
}
