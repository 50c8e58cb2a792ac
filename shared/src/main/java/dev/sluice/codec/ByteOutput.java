package dev.sluice.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes with the primitives that formats are made of. Not thread-safe. */
public final class ByteOutput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  public ByteOutput() {
    this(64);
  }

  public ByteOutput(int initialCapacityBytes) {
    bytes = new byte[initialCapacityBytes];
  }

  public int size() {
    return size;
  }

  /** Forgets what was written and keeps the array. */
  public void reset() {
    size = 0;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  public ByteOutput writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
    return this;
  }

  public ByteOutput writeBoolean(boolean value) {
    return writeByte(value ? 1 : 0);
  }

  /** Seven bits a byte, lowest first; 1 to 10 bytes, few for small values that are not negative. */
  public ByteOutput writeUnsigned(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** Zigzag, then {@link #writeUnsigned}: few bytes for values near zero of either sign. */
  public ByteOutput writeSigned(long value) {
    return writeUnsigned(value << 1 ^ value >> 63);
  }

  /** Eight bytes, highest first. */
  public ByteOutput writeLong(long value) {
    ensure(8);
    LONG.set(bytes, size, value);
    size += 8;
    return this;
  }

  public ByteOutput writeDouble(double value) {
    return writeLong(Double.doubleToRawLongBits(value));
  }

  /** The bytes alone, without their length. */
  public ByteOutput writeRaw(byte[] value, int offset, int length) {
    ensure(length);
    System.arraycopy(value, offset, bytes, size, length);
    size += length;
    return this;
  }

  public ByteOutput writeRaw(byte[] value) {
    return writeRaw(value, 0, value.length);
  }

  /** What another output holds, without its length. */
  public ByteOutput writeRaw(ByteOutput other) {
    return writeRaw(other.bytes, 0, other.size);
  }

  /** Length, then bytes. */
  public ByteOutput writeBytes(byte[] value) {
    return writeUnsigned(value.length).writeRaw(value);
  }

  /** Length, then what another output holds. */
  public ByteOutput writeBytes(ByteOutput other) {
    return writeUnsigned(other.size).writeRaw(other);
  }

  /** Length in bytes, then UTF-8. */
  public ByteOutput writeString(String value) {
    return writeBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  private void ensure(int more) {
    if (more > bytes.length - size) {
      int wanted = Math.addExact(size, more);
      bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length + (bytes.length >> 1)));
    }
  }
}
