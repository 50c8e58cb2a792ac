package dev.sluice.format.json;

import dev.sluice.codec.RecordParts;
import dev.sluice.format.FormatException;
import dev.sluice.format.TextType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the forms of a record's components, once. */
final class JsonForms {
  private final Deque<Class<?>> nesting = new ArrayDeque<>();

  @SuppressWarnings("unchecked")
  JsonRecord record(Class<?> type) {
    if (nesting.contains(type)) {
      throw none(type, "holds its own record, which has no end");
    }
    nesting.push(type);
    RecordParts<Object> parts = (RecordParts<Object>) RecordParts.of(type);
    List<JsonForm> forms = new ArrayList<>();
    for (RecordParts.Part part : parts.parts()) {
      forms.add(find(part.type(), part.name()));
    }
    nesting.pop();
    return new JsonRecord(parts, forms);
  }

  private JsonForm find(Type type, String component) {
    if (type instanceof Class<?> plain) {
      Optional<TextType> text = TextType.of(plain);
      if (text.isPresent()) {
        return new JsonText(text.get());
      } else if (plain.isRecord()) {
        return record(plain);
      }
    } else if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class || generic.getRawType() == Set.class) {
        return new JsonArray(find(arguments[0], component), generic.getRawType() == Set.class);
      } else if (generic.getRawType() == Optional.class) {
        return new JsonOptional(find(arguments[0], component));
      } else if (generic.getRawType() == Map.class
          && find(arguments[0], component) instanceof JsonText keys) {
        return new JsonMap(keys, find(arguments[1], component));
      }
    }
    throw none(nesting.peek(), "has " + component + " of type " + type.getTypeName());
  }

  private static FormatException none(Class<?> record, String why) {
    return new FormatException(
        "SLUICE-D14",
        record.getSimpleName()
            + " has no form in JSON: it "
            + why
            + "; use primitives and their boxes, String, byte[], Instant, LocalDate, Duration,"
            + " BigDecimal, enums, records without type arguments, List, Set, Optional, and Map with"
            + " keys that have no parts");
  }
}
