package dev.sluice.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Codecs of numbers and strings. */
final class Scalars {
  private Scalars() {}

  static Structured<Boolean> bool() {
    return new Scalar<>("bool", ByteOutput::writeBoolean, ByteInput::readBoolean);
  }

  static Structured<Byte> int8() {
    return new Scalar<>("int8", (out, value) -> out.writeByte(value), in -> (byte) in.readByte());
  }

  static Structured<Short> int16() {
    return new Scalar<>(
        "int16",
        (out, value) -> out.writeSigned(value),
        in -> (short) readSigned(in, Short.MIN_VALUE, Short.MAX_VALUE));
  }

  static Structured<Character> char16() {
    return new Scalar<>(
        "char16",
        (out, value) -> out.writeSigned(value),
        in -> (char) readSigned(in, 0, Character.MAX_VALUE));
  }

  static Structured<Integer> int32() {
    return new Scalar<>(
        "int32",
        (out, value) -> out.writeSigned(value),
        in -> (int) readSigned(in, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  static Structured<Long> int64() {
    return new Scalar<>("int64", ByteOutput::writeSigned, ByteInput::readSigned);
  }

  /** A double has room for every float, but a float's own bits are half as long. */
  static Structured<Float> float32() {
    return new Scalar<>("float32", Scalars::writeFloat, Scalars::readFloat);
  }

  static Structured<Double> float64() {
    return new Scalar<>("float64", Scalars::writeDouble, Scalars::readDouble);
  }

  static Structured<byte[]> bytes() {
    return new Scalar<>("bytes", ByteOutput::writeBytes, ByteInput::readBytes);
  }

  static Structured<String> string() {
    return new Scalar<>("string", Scalars::writeString, Scalars::readString);
  }

  /** Scale, then the unscaled number; 1.0 and 1.00 are different values, as to equals. */
  static Structured<BigDecimal> bigDecimal() {
    return new Scalar<>(
        "decimal",
        (out, value) ->
            out.writeSigned(value.scale()).writeBytes(value.unscaledValue().toByteArray()),
        Scalars::readDecimal);
  }

  /** Every bit counts, also the sign of zero, but all NaN are one. */
  static void writeDouble(ByteOutput out, double value) {
    out.writeLong(Double.doubleToLongBits(value));
  }

  static long readSigned(ByteInput in, long min, long max) {
    long value = in.readSigned();
    if (value < min || value > max) {
      throw new CodecException(value + " is not between " + min + " and " + max);
    }
    return value;
  }

  private static Double readDouble(ByteInput in) {
    long bits = in.readLong();
    double value = Double.longBitsToDouble(bits);
    if (Double.doubleToLongBits(value) != bits) {
      throw new CodecException("the bits " + Long.toHexString(bits) + " are a NaN never written");
    }
    return value;
  }

  private static void writeFloat(ByteOutput out, float value) {
    int bits = Float.floatToIntBits(value);
    out.writeByte(bits >>> 24).writeByte(bits >>> 16).writeByte(bits >>> 8).writeByte(bits);
  }

  private static Float readFloat(ByteInput in) {
    int bits = in.readByte() << 24 | in.readByte() << 16 | in.readByte() << 8 | in.readByte();
    float value = Float.intBitsToFloat(bits);
    if (Float.floatToIntBits(value) != bits) {
      throw new CodecException(
          "the bits " + Integer.toHexString(bits) + " are a NaN never written");
    }
    return value;
  }

  /** Refuses halves of surrogate pairs: UTF-8 has no bytes for them, so they would be replaced. */
  private static void writeString(ByteOutput out, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (Character.isBmpCodePoint(value.codePointAt(i))) {
          throw new CodecException(
              "the string has half of a surrogate pair at index " + i + " and can't be written");
        }
        i++;
      }
    }
    out.writeString(value);
  }

  private static String readString(ByteInput in) {
    byte[] bytes = in.readBytes();
    String value = new String(bytes, StandardCharsets.UTF_8);
    // Malformed bytes become U+FFFD; a string that has one of its own comes back the same.
    if (value.indexOf('\uFFFD') >= 0
        && !Arrays.equals(bytes, value.getBytes(StandardCharsets.UTF_8))) {
      throw new CodecException("the bytes of a string are not UTF-8");
    }
    return value;
  }

  private static BigDecimal readDecimal(ByteInput in) {
    int scale = (int) readSigned(in, Integer.MIN_VALUE, Integer.MAX_VALUE);
    byte[] bytes = in.readBytes();
    if (bytes.length == 0) {
      throw new CodecException("a decimal number has no digits");
    }
    BigInteger unscaled = new BigInteger(bytes);
    if (unscaled.bitLength() / 8 + 1 != bytes.length) {
      throw new CodecException("a decimal number has " + bytes.length + " bytes, more than needed");
    }
    return new BigDecimal(unscaled, scale);
  }
}
