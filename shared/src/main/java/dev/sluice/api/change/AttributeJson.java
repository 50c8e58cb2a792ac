package dev.sluice.api.change;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Attributes in the JSON of DynamoDB: an object for each value, whose only field is its type. */
final class AttributeJson {
  private AttributeJson() {}

  static void writeMap(Map<String, Object> attributes, JsonWriter out) throws IOException {
    out.beginObject();
    for (Map.Entry<String, Object> each : new TreeMap<>(attributes).entrySet()) {
      out.name(each.getKey());
      write(each.getValue(), out);
    }
    out.endObject();
  }

  private static void write(Object value, JsonWriter out) throws IOException {
    out.beginObject();
    if (value == null) {
      out.name("NULL").value(true);
    } else if (value instanceof Boolean bool) {
      out.name("BOOL").value(bool);
    } else if (value instanceof List<?> list) {
      out.name("L").beginArray();
      for (Object each : list) {
        write(each, out);
      }
      out.endArray();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new TreeMap<>();
      map.forEach((name, each) -> members.put((String) name, each));
      out.name("M");
      writeMap(members, out);
    } else if (value instanceof Set<?> set) {
      Set<Object> sorted = new TreeSet<>(set);
      out.name(scalarType(sorted.iterator().next()) + "S").beginArray();
      for (Object each : sorted) {
        out.value(scalar(each));
      }
      out.endArray();
    } else {
      out.name(scalarType(value)).value(scalar(value));
    }
    out.endObject();
  }

  private static String scalarType(Object value) {
    if (value instanceof String) {
      return "S";
    } else if (value instanceof BigDecimal) {
      return "N";
    } else if (value instanceof ByteBuffer) {
      return "B";
    }
    throw new IllegalArgumentException("no attribute has a value of " + value.getClass());
  }

  private static String scalar(Object value) {
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return Base64.getEncoder().encodeToString(copy);
    }
    return value.toString();
  }

  static Map<String, Object> readMap(JsonReader in) throws IOException {
    Map<String, Object> attributes = new TreeMap<>();
    in.beginObject();
    while (in.hasNext()) {
      attributes.put(in.nextName(), read(in));
    }
    in.endObject();
    return Collections.unmodifiableMap(attributes);
  }

  private static Object read(JsonReader in) throws IOException {
    in.beginObject();
    String type = in.nextName();
    Object value =
        switch (type) {
          case "NULL" -> {
            in.nextBoolean();
            yield null;
          }
          case "BOOL" -> in.nextBoolean();
          case "L" -> {
            List<Object> list = new ArrayList<>();
            in.beginArray();
            while (in.hasNext()) {
              list.add(read(in));
            }
            in.endArray();
            yield Collections.unmodifiableList(list);
          }
          case "M" -> readMap(in);
          case "SS", "NS", "BS" -> {
            Set<Object> set = new TreeSet<>();
            in.beginArray();
            while (in.hasNext()) {
              set.add(scalar(type.substring(0, 1), in.nextString()));
            }
            in.endArray();
            yield Collections.unmodifiableSet(set);
          }
          default -> scalar(type, in.nextString());
        };
    in.endObject();
    return value;
  }

  private static Object scalar(String type, String text) {
    return switch (type) {
      case "S" -> text;
      case "N" -> new BigDecimal(text);
      case "B" -> ByteBuffer.wrap(Base64.getDecoder().decode(text)).asReadOnlyBuffer();
      default -> throw new IllegalArgumentException("no attribute has type " + type);
    };
  }
}
