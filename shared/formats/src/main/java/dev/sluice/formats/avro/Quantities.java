package dev.sluice.formats.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Decimals and times, whose schemas say how exact they are. */
final class Quantities {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Quantities() {}

  /** The form of a type in a schema with a logical type, or null where there is none. */
  static Form find(Class<?> type, Schema schema, LogicalType logical) {
    if (type == BigDecimal.class && logical instanceof LogicalTypes.Decimal decimal) {
      return new Form(
          "a decimal number",
          value -> new BigDecimal(new BigInteger(Scalars.array(value)), decimal.getScale()),
          value -> decimal((BigDecimal) value, decimal, schema));
    } else if (type == Instant.class) {
      long perSecond =
          switch (logical.getName()) {
            case "timestamp-millis" -> 1_000;
            case "timestamp-micros" -> 1_000_000;
            case "timestamp-nanos" -> NANOS_PER_SECOND;
            default -> 0;
          };
      return perSecond == 0 ? null : instant(perSecond, logical.getName());
    }
    return null;
  }

  private static Object decimal(BigDecimal value, LogicalTypes.Decimal type, Schema schema) {
    // Before anything is made of it: 12 characters may stand for a number of 300 million digits.
    long whole = (long) value.precision() - value.scale();
    if (value.signum() != 0 && whole > (long) type.getPrecision() - type.getScale()) {
      throw new Misfit(value + " has more than the " + type.getPrecision() + " digits it may have");
    }
    if (value.signum() != 0 && -whole > type.getScale()) {
      throw new Misfit(
          value + " has more than the " + type.getScale() + " decimal places of the schema");
    }
    BigDecimal scaled;
    try {
      scaled = value.setScale(type.getScale(), RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw new Misfit(
          value + " has more than the " + type.getScale() + " decimal places of the schema", e);
    }
    if (scaled.precision() > type.getPrecision()) {
      throw new Misfit(value + " has more than the " + type.getPrecision() + " digits it may have");
    }
    byte[] bytes = scaled.unscaledValue().toByteArray();
    if (schema.getType() == Schema.Type.BYTES) {
      return ByteBuffer.wrap(bytes);
    }
    byte[] padded = new byte[schema.getFixedSize()];
    Arrays.fill(padded, (byte) (scaled.signum() < 0 ? -1 : 0));
    System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
    return new GenericData.Fixed(schema, padded);
  }

  private static Form instant(long perSecond, String name) {
    long nanos = NANOS_PER_SECOND / perSecond;
    return new Form(
        "a time",
        value -> {
          long count = (long) value;
          return Instant.ofEpochSecond(
              Math.floorDiv(count, perSecond), Math.floorMod(count, perSecond) * nanos);
        },
        value -> {
          Instant time = (Instant) value;
          if (time.getNano() % nanos != 0) {
            throw new Misfit(
                time
                    + " is finer than "
                    + name
                    + "; cut it, as by Instant.truncatedTo(ChronoUnit."
                    + (perSecond == 1_000 ? ChronoUnit.MILLIS : ChronoUnit.MICROS).name()
                    + ")");
          }
          try {
            return exactly(time, perSecond, nanos);
          } catch (ArithmeticException e) {
            throw new Misfit(time + " is out of the range of " + name, e);
          }
        });
  }

  private static long exactly(Instant time, long perSecond, long nanos) {
    long seconds = time.getEpochSecond();
    long parts = time.getNano() / nanos;
    if (seconds < 0 && parts > 0) { // so that the least number of all does not overflow on the way
      return Math.addExact(Math.multiplyExact(seconds + 1, perSecond), parts - perSecond);
    }
    return Math.addExact(Math.multiplyExact(seconds, perSecond), parts);
  }
}
