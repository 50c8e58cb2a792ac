package dev.sluice.engine.packed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of a protocol buffer, one after the other (protobuf.dev, "Encoding"). Every
 * length is checked against the bytes that are there.
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  private static final int TYPE_BITS = 3;
  private static final int VARINT_BITS = 7;

  private final byte[] bytes;
  private final int end;
  private int position;
  private int field;
  private int type;

  /** Reads {@code [from, end)} of the bytes. */
  WireReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  /** Goes to the next field; false at the end. Its value has to be read before the next call. */
  boolean next() throws DamagedException {
    if (position == end) {
      return false;
    }
    long tag = varint();
    if (tag >>> TYPE_BITS == 0 || tag >>> TYPE_BITS > Integer.MAX_VALUE) {
      throw new DamagedException("a field has no number");
    }
    field = (int) (tag >>> TYPE_BITS);
    type = (int) tag & (1 << TYPE_BITS) - 1;
    return true;
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  /** A number that points into a table of so many. */
  int index(int size) throws DamagedException {
    require(VARINT);
    long value = varint();
    if (value < 0 || value >= size) {
      throw new DamagedException(
          "a record points at key "
              + Long.toUnsignedString(value)
              + ", counted from 0, of "
              + size);
    }
    return (int) value;
  }

  String string() throws DamagedException {
    WireReader of = message();
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, of.position, of.end - of.position))
          .toString();
    } catch (CharacterCodingException e) {
      throw new DamagedException("a key is no UTF-8");
    }
  }

  byte[] bytes() throws DamagedException {
    WireReader of = message();
    return Arrays.copyOfRange(bytes, of.position, of.end);
  }

  /** The fields of the field. */
  WireReader message() throws DamagedException {
    require(LENGTH);
    int from = pass(varint());
    return new WireReader(bytes, from, position);
  }

  void skip() throws DamagedException {
    switch (type) {
      case VARINT -> varint();
      case EIGHT_BYTES -> pass(Long.BYTES);
      case LENGTH -> pass(varint());
      case FOUR_BYTES -> pass(Integer.BYTES);
      default -> throw new DamagedException("a field is of type " + type + ", which is not known");
    }
  }

  private void require(int expected) throws DamagedException {
    if (type != expected) {
      throw new DamagedException("field " + field + " is of type " + type + ", not of " + expected);
    }
  }

  /** Goes on by so many bytes; gives where they begin. */
  private int pass(long count) throws DamagedException {
    if (count < 0 || count > end - position) {
      throw new DamagedException("it ends within a field");
    }
    int from = position;
    position += (int) count;
    return from;
  }

  private long varint() throws DamagedException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
      if (position == end) {
        throw new DamagedException("it ends within a number");
      }
      byte next = bytes[position++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new DamagedException("a number has more than 64 bits");
  }
}
