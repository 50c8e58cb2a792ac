package dev.sluice.formats.avro;

import dev.sluice.codec.RecordParts;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Makes a schema of a record class: a field for each component, in their order. What may be null or
 * empty is a union with null, and null by default.
 */
final class Derivation {
  private static final Map<Class<?>, Schema.Type> PLAIN =
      Map.of(
          boolean.class, Schema.Type.BOOLEAN,
          byte.class, Schema.Type.INT,
          short.class, Schema.Type.INT,
          int.class, Schema.Type.INT,
          long.class, Schema.Type.LONG,
          float.class, Schema.Type.FLOAT,
          double.class, Schema.Type.DOUBLE,
          String.class, Schema.Type.STRING,
          Duration.class, Schema.Type.STRING,
          byte[].class, Schema.Type.BYTES);

  private final Map<Class<?>, Schema> named = new HashMap<>();
  private final Deque<Class<?>> nesting = new ArrayDeque<>();

  /**
   * The schema of a record type.
   *
   * @throws dev.sluice.format.FormatException SLUICE-D14 if a component has none
   */
  static Schema of(Class<?> type) {
    Derivation derivation = new Derivation();
    try {
      Schema schema = derivation.record(type);
      return new Schema.Parser().parse(schema.toString()); // finds two types with one name
    } catch (AvroRuntimeException e) {
      throw Forms.none(type, "has no schema: " + e.getMessage(), "; give a schema");
    }
  }

  private Schema record(Class<?> type) {
    if (nesting.contains(type)) {
      throw Forms.none(type, "holds its own record, which has no end", "");
    } else if (named.containsKey(type)) {
      return named.get(type);
    }
    nesting.push(type);
    List<Schema.Field> fields = new ArrayList<>();
    for (RecordParts.Part part : RecordParts.of(type).parts()) {
      Slot.Kind kind = Forms.kind(part.type());
      Schema schema = of(Forms.content(part.type(), kind), part.name());
      fields.add(
          kind == Slot.Kind.PRESENT
              ? new Schema.Field(part.name(), schema)
              : new Schema.Field(
                  part.name(),
                  Schema.createUnion(Schema.create(Schema.Type.NULL), schema),
                  null,
                  Schema.Field.NULL_DEFAULT_VALUE));
    }
    nesting.pop();
    Schema schema = Schema.createRecord(type.getSimpleName(), null, null, false, fields);
    named.put(type, schema);
    return schema;
  }

  private Schema of(Type type, String component) {
    if (type instanceof Class<?> plain) {
      Schema.Type scalar = PLAIN.get(MethodType.methodType(plain).unwrap().returnType());
      if (scalar != null) {
        return Schema.create(scalar);
      } else if (plain.isRecord()) {
        return record(plain);
      } else if (plain.isEnum()) {
        return named.computeIfAbsent(plain, Derivation::enumeration);
      } else if (plain == Instant.class) {
        return LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      } else if (plain == LocalDate.class) {
        return LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      }
    } else if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class || generic.getRawType() == Set.class) {
        return Schema.createArray(of(arguments[0], component));
      } else if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return Schema.createMap(of(arguments[1], component));
      }
    }
    throw Forms.none(
        nesting.peek(),
        "has " + component + " of type " + type.getTypeName() + " and no schema was given",
        "; a BigDecimal needs a schema that says its precision and scale");
  }

  private static Schema enumeration(Class<?> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(each -> ((Enum<?>) each).name()).toList();
    return Schema.createEnum(type.getSimpleName(), null, null, names);
  }
}
