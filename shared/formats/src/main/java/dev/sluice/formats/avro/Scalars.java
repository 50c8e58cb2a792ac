package dev.sluice.formats.avro;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.function.UnaryOperator;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** The forms of types without parts, in the Avro types that can hold them without loss. */
final class Scalars {
  private Scalars() {}

  /** The form of a type in a schema that is no union, or null where there is none. */
  static Form find(Class<?> type, Schema schema) {
    Schema.Type avro = schema.getType();
    LogicalType logical = schema.getLogicalType();
    if (type == String.class) {
      return text(schema);
    } else if (type == Duration.class) {
      return avro == Schema.Type.STRING
          ? new Form("a duration such as PT1H30M", Scalars::duration, Object::toString)
          : null;
    } else if (type == byte[].class) {
      return bytes(schema);
    } else if (type.isEnum()) {
      return Enums.form(type, schema);
    } else if (logical == null) {
      return number(type, avro);
    } else if (type == LocalDate.class && logical instanceof LogicalTypes.Date) {
      return new Form(
          "a date",
          value -> LocalDate.ofEpochDay((int) value),
          value -> whole(((LocalDate) value).toEpochDay(), int.class));
    }
    return Quantities.find(type, schema, logical);
  }

  private static Form text(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> new Form("a text", Object::toString, UnaryOperator.identity());
      case ENUM ->
          new Form("a text", Object::toString, value -> Enums.symbol(schema, (String) value));
      default -> null;
    };
  }

  private static Object duration(Object text) {
    try {
      return Duration.parse((String) text);
    } catch (DateTimeParseException e) {
      throw new Misfit("expected a duration such as PT1H30M, found '" + text + "'", e);
    }
  }

  private static Form bytes(Schema schema) {
    if (schema.getLogicalType() != null) {
      return null;
    } else if (schema.getType() == Schema.Type.BYTES) {
      return new Form("bytes", Scalars::array, value -> ByteBuffer.wrap((byte[]) value));
    } else if (schema.getType() == Schema.Type.FIXED) {
      return new Form("bytes", Scalars::array, value -> fixed((byte[]) value, schema));
    }
    return null;
  }

  /** The bytes of what stands for bytes or a fixed number of them. */
  static byte[] array(Object value) {
    if (value instanceof GenericData.Fixed fixed) {
      return fixed.bytes().clone();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static Object fixed(byte[] bytes, Schema schema) {
    if (bytes.length != schema.getFixedSize()) {
      throw new Misfit(
          bytes.length + " bytes where " + schema.getName() + " has " + schema.getFixedSize());
    }
    return new GenericData.Fixed(schema, bytes.clone());
  }

  private static Form number(Class<?> type, Schema.Type avro) {
    Class<?> unboxed = java.lang.invoke.MethodType.methodType(type).unwrap().returnType();
    if (unboxed == boolean.class && avro == Schema.Type.BOOLEAN) {
      return new Form("true or false", UnaryOperator.identity(), UnaryOperator.identity());
    } else if (avro == Schema.Type.INT || avro == Schema.Type.LONG) {
      return ofWhole(unboxed, avro);
    } else if (avro == Schema.Type.FLOAT && unboxed == float.class) {
      return new Form("a number", UnaryOperator.identity(), UnaryOperator.identity());
    } else if (avro == Schema.Type.DOUBLE && (unboxed == double.class || unboxed == float.class)) {
      return unboxed == double.class
          ? new Form("a number", UnaryOperator.identity(), UnaryOperator.identity())
          : new Form("a number", Scalars::narrow, value -> ((Number) value).doubleValue());
    } else if (avro == Schema.Type.FLOAT && unboxed == double.class) {
      return new Form("a number", value -> ((Number) value).doubleValue(), Scalars::narrow);
    }
    return null;
  }

  private static Form ofWhole(Class<?> type, Schema.Type avro) {
    Class<?> stored = avro == Schema.Type.INT ? int.class : long.class;
    if (type == double.class && stored == int.class) {
      return new Form("a number", value -> ((Number) value).doubleValue(), Scalars::wholeOf);
    } else if (type == byte.class
        || type == short.class
        || type == int.class
        || type == long.class) {
      return new Form(
          "a whole number",
          value -> whole(((Number) value).longValue(), type),
          value -> whole(((Number) value).longValue(), stored));
    }
    return null;
  }

  private static Object wholeOf(Object number) {
    double value = (Double) number;
    if (value != (int) value || value == 0 && 1 / value < 0) {
      throw new Misfit(value + " is no whole number of 32 bits, as the schema wants it");
    }
    return (int) value;
  }

  private static Object narrow(Object number) {
    double value = (Double) number;
    if (Double.compare((float) value, value) != 0) {
      throw new Misfit(value + " does not fit into 32 bits without loss");
    }
    return (float) value;
  }

  /** A whole number in the box of a primitive type. */
  static Object whole(long value, Class<?> type) {
    Object boxed;
    if (type == byte.class) {
      boxed = (byte) value;
    } else if (type == short.class) {
      boxed = (short) value;
    } else if (type == int.class) {
      boxed = (int) value;
    } else {
      return value;
    }
    if (((Number) boxed).longValue() != value) {
      throw new Misfit(value + " does not fit into " + type.getName());
    }
    return boxed;
  }
}
