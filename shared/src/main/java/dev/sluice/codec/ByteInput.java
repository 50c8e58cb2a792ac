package dev.sluice.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what {@link ByteOutput} wrote. Every length is checked against the bytes that are there, so
 * damaged input ends in a {@link CodecException}, never in a huge allocation. Not thread-safe.
 */
public final class ByteInput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  public ByteInput(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public ByteInput(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  public int remaining() {
    return end - position;
  }

  public boolean hasRemaining() {
    return position < end;
  }

  /**
   * Checks that nothing is left.
   *
   * @throws CodecException if something is
   */
  public void expectEnd() {
    if (position != end) {
      throw new CodecException((end - position) + " bytes are left over behind a value");
    }
  }

  public int readByte() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  public boolean readBoolean() {
    int value = readByte();
    if (value > 1) {
      throw new CodecException("a boolean is 0 or 1, not " + value);
    }
    return value == 1;
  }

  public long readUnsigned() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = readByte();
      value |= (b & 0x7FL) << shift;
      if (b < 0x80) {
        if (b == 0 && shift > 0 || b > 1 && shift == 63) {
          throw new CodecException(
              "a variable-length number is longer than needed or than 64 bits");
        }
        return value;
      }
    }
    throw new CodecException("a variable-length number is longer than 10 bytes");
  }

  /** An unsigned number that must fit into an int, for counts. */
  public int readCount() {
    long value = readUnsigned();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new CodecException("a count of " + Long.toUnsignedString(value) + " is out of range");
    }
    return (int) value;
  }

  public long readSigned() {
    long raw = readUnsigned();
    return raw >>> 1 ^ -(raw & 1);
  }

  public long readLong() {
    need(8);
    long value = (long) LONG.get(bytes, position);
    position += 8;
    return value;
  }

  public double readDouble() {
    return Double.longBitsToDouble(readLong());
  }

  public byte[] readRaw(int length) {
    need(length);
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  public byte[] readBytes() {
    return readRaw(readLength());
  }

  public String readString() {
    int length = readLength();
    String value = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  /**
   * A view of the next length-prefixed bytes, without copying them; this input moves behind them.
   */
  public ByteInput readSlice() {
    return slice(readLength());
  }

  /** A view of the next bytes, without copying them; this input moves behind them. */
  public ByteInput slice(int length) {
    need(length);
    ByteInput view = new ByteInput(bytes, position, length);
    position += length;
    return view;
  }

  /** Where the next byte is, for {@link #compareUnsigned}. */
  int position() {
    return position;
  }

  /** Compares two ranges of bytes between positions, as unsigned, an end being exclusive. */
  int compareUnsigned(int firstStart, int firstEnd, int secondStart, int secondEnd) {
    return Arrays.compareUnsigned(bytes, firstStart, firstEnd, bytes, secondStart, secondEnd);
  }

  private int readLength() {
    int length = readCount();
    need(length);
    return length;
  }

  private void need(int count) {
    if (count < 0 || count > end - position) {
      throw new CodecException(count + " bytes are needed where " + (end - position) + " are left");
    }
  }
}
