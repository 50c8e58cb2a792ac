package dev.sluice.formats.avro;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Constants of enums, by their names, as Avro's enums or as texts. */
final class Enums {
  private Enums() {}

  /** The form of an enum type, or null where there is none. */
  static Form form(Class<?> type, Schema schema) {
    Map<String, Object> constants = new HashMap<>();
    for (Object each : type.getEnumConstants()) {
      constants.put(((Enum<?>) each).name(), each);
    }
    String expected = "one of " + Arrays.toString(type.getEnumConstants());
    return switch (schema.getType()) {
      case ENUM ->
          new Form(
              expected,
              value -> constant(constants, value, expected),
              value -> symbol(schema, ((Enum<?>) value).name()));
      case STRING ->
          new Form(
              expected,
              value -> constant(constants, value, expected),
              value -> ((Enum<?>) value).name());
      default -> null;
    };
  }

  private static Object constant(Map<String, Object> constants, Object symbol, String expected) {
    Object constant = constants.get(symbol.toString());
    if (constant == null) {
      throw new Misfit("expected " + expected + ", found '" + symbol + "'");
    }
    return constant;
  }

  static Object symbol(Schema schema, String name) {
    if (!schema.hasEnumSymbol(name)) {
      throw new Misfit("'" + name + "' is none of the symbols " + schema.getEnumSymbols());
    }
    return new GenericData.EnumSymbol(schema, name);
  }
}
