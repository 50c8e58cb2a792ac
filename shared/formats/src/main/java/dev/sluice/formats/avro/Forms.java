package dev.sluice.formats.avro;

import dev.sluice.codec.RecordParts;
import dev.sluice.format.FormatException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** Finds how a record's components stand in a schema, by their names, once. */
final class Forms {
  private final Deque<Class<?>> nesting = new ArrayDeque<>();

  /**
   * The form of a record type in the schema of a record.
   *
   * @throws FormatException SLUICE-D14 if a component has no form in its field
   */
  static RecordForm of(Class<?> type, Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new FormatException(
          "SLUICE-D14",
          "the schema of "
              + type.getSimpleName()
              + " is of a "
              + schema.getType().getName()
              + "; give the schema of a record");
    }
    return new Forms().record(type, schema);
  }

  private RecordForm record(Class<?> type, Schema schema) {
    if (nesting.contains(type)) {
      throw none(type, "holds its own record, which has no end", "");
    }
    nesting.push(type);
    RecordParts<?> parts = RecordParts.of(type);
    List<Slot> slots = new ArrayList<>();
    List<Schema.Field> fields = new ArrayList<>();
    for (RecordParts.Part part : parts.parts()) {
      Schema.Field field = schema.getField(part.name());
      fields.add(field);
      slots.add(field == null ? missing(part, schema) : slot(part, field.schema()));
    }
    List<Schema.Field> others =
        schema.getFields().stream().filter(field -> !fields.contains(field)).toList();
    nesting.pop();
    return RecordForm.of(parts, schema, fields, slots, others);
  }

  /** A component without a field: there is nothing to read, and nowhere to write it. */
  private Slot missing(RecordParts.Part part, Schema schema) {
    Slot.Kind kind = kind(part.type());
    if (kind == Slot.Kind.PRESENT) {
      throw none(
          nesting.peek(),
          "has " + part.name() + ", and " + schema.getFullName() + " has no such field",
          "; a box or Optional may be missing");
    }
    return new Slot(new Form("nothing", value -> value, value -> value), kind, true);
  }

  private Slot slot(RecordParts.Part part, Schema schema) {
    Slot.Kind kind = kind(part.type());
    return slot(kind, content(part.type(), kind), schema, part.name());
  }

  private Slot slot(Slot.Kind kind, Type type, Schema schema, String component) {
    Schema present = Slot.present(schema);
    Form form = present == null ? null : form(type, present, component);
    if (form == null) {
      throw none(
          nesting.peek(),
          "has " + component + " of type " + type.getTypeName() + ", and the schema " + schema,
          "");
    }
    return new Slot(form, kind, schema.isNullable());
  }

  private Form form(Type type, Schema schema, String component) {
    if (type instanceof Class<?> plain) {
      if (!plain.isRecord()) {
        return Scalars.find(plain, schema);
      }
      return schema.getType() == Schema.Type.RECORD ? record(plain, schema).form() : null;
    } else if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (schema.getType() == Schema.Type.ARRAY) {
        if (generic.getRawType() == List.class) {
          return Gatherings.list(element(arguments[0], schema.getElementType(), component));
        } else if (generic.getRawType() == Set.class) {
          return Gatherings.set(
              element(arguments[0], schema.getElementType(), component), schema.getElementType());
        }
      } else if (schema.getType() == Schema.Type.MAP
          && generic.getRawType() == Map.class
          && arguments[0] == String.class) {
        return Gatherings.map(element(arguments[1], schema.getValueType(), component));
      }
    }
    return null;
  }

  private Slot element(Type type, Schema schema, String component) {
    return slot(Slot.Kind.PRESENT, type, schema, component);
  }

  static Slot.Kind kind(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return Slot.Kind.OPTIONAL;
    }
    return type instanceof Class<?> plain && plain.isPrimitive()
        ? Slot.Kind.PRESENT
        : Slot.Kind.REFERENCE;
  }

  static Type content(Type type, Slot.Kind kind) {
    return kind == Slot.Kind.OPTIONAL
        ? ((ParameterizedType) type).getActualTypeArguments()[0]
        : type;
  }

  static FormatException none(Class<?> record, String why, String hint) {
    return new FormatException(
        "SLUICE-D14",
        record.getSimpleName()
            + " has no form in Avro: it "
            + why
            + "; whole numbers stand in int and long, float and double in each other and double in"
            + " int, String in string and enum, byte[] in bytes and fixed, enums in enum and string,"
            + " Duration in string, Instant in timestamps, LocalDate in date, BigDecimal in decimal,"
            + " records in records, List and Set in array, Map<String, ..> in map, each also in a"
            + " union with null"
            + hint);
  }
}
