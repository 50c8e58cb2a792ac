package dev.sluice.format.csv;

import dev.sluice.codec.RecordParts;
import dev.sluice.format.FormatException;
import dev.sluice.format.TextType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * A component of a record as a column.
 *
 * @param name of the component
 * @param text how its values are written
 * @param required whether the field must not be empty
 * @param optional whether it is an Optional
 */
record CsvColumn(String name, TextType text, boolean required, boolean optional) {

  /** Nothing where the component's type has parts. */
  static Optional<CsvColumn> of(RecordParts.Part part) {
    boolean optional =
        part.type() instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    Type type =
        optional ? ((ParameterizedType) part.type()).getActualTypeArguments()[0] : part.type();
    if (!(type instanceof Class<?> plain)) {
      return Optional.empty();
    }
    return TextType.of(plain)
        .map(text -> new CsvColumn(part.name(), text, plain.isPrimitive(), optional));
  }

  /**
   * @param index of the column in the row, from 0
   * @param field null where it is empty and without quotes
   */
  Object read(int index, String field) {
    String where = "column " + (index + 1) + " (" + name + ")";
    if (field == null && required) {
      throw text.mismatch(CsvParser.CODE, where, "nothing");
    }
    Object value = field == null ? null : text.read(field, CsvParser.CODE, where);
    return optional ? Optional.ofNullable(value) : value;
  }

  void write(Object value, StringBuilder row, char separator) {
    Object held = optional && value instanceof Optional<?> it ? it.orElse(null) : value;
    if (held == null) {
      return;
    }
    String field = text.printer().apply(held);
    if (needsQuotes(field, separator)) {
      row.append('"').append(field.replace("\"", "\"\"")).append('"');
    } else {
      row.append(field);
    }
  }

  /** An empty text stands in quotes, as an empty field is null. */
  private static boolean needsQuotes(String field, char separator) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == separator || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return field.isEmpty();
  }

  static FormatException none(Class<?> record, String component) {
    return new FormatException(
        "SLUICE-D14",
        "component "
            + component
            + " of "
            + record.getSimpleName()
            + " has no form in CSV; use primitives and their boxes, String, byte[], Instant,"
            + " LocalDate, Duration, BigDecimal, enums, and Optional of these");
  }
}
