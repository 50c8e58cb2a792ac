package dev.sluice.cli;

import com.google.gson.stream.JsonWriter;
import dev.sluice.codec.RecordParts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys and states of any type, for people and for programs. */
final class ValueText {
  private ValueText() {}

  /** A value without parts as it is, all else as JSON. */
  static String of(Object value) {
    return hasParts(value) ? json(value) : plain(value);
  }

  /**
   * Numbers, truth values and null as such; records and maps as objects, lists and sets as arrays,
   * what an Optional holds, bytes in base64, and the text of all else.
   */
  static String json(Object value) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter out = new JsonWriter(text);
      out.setSerializeNulls(true);
      write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return text.toString();
  }

  private static boolean hasParts(Object value) {
    return value instanceof Record
        || value instanceof Map<?, ?>
        || value instanceof Collection<?>
        || value instanceof Optional<?>;
  }

  private static String plain(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : String.valueOf(value);
  }

  private static void write(Object value, JsonWriter out) throws IOException {
    if (value == null) {
      out.nullValue();
    } else if (value instanceof Boolean truth) {
      out.value(truth);
    } else if (value instanceof Number number && isFinite(number)) {
      out.value(number);
    } else if (value instanceof Optional<?> optional) {
      write(optional.orElse(null), out);
    } else if (value instanceof Map<?, ?> map) {
      out.beginObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        out.name(of(each.getKey()));
        write(each.getValue(), out);
      }
      out.endObject();
    } else if (value instanceof Collection<?> values) {
      out.beginArray();
      for (Object each : values) {
        write(each, out);
      }
      out.endArray();
    } else if (value instanceof Record record) {
      record(record, out);
    } else {
      out.value(plain(value));
    }
  }

  private static boolean isFinite(Number number) {
    return Double.isFinite(number.doubleValue());
  }

  @SuppressWarnings("unchecked")
  private static void record(Record record, JsonWriter out) throws IOException {
    RecordParts<Record> parts = RecordParts.of((Class<Record>) record.getClass());
    List<RecordParts.Part> names = parts.parts();
    out.beginObject();
    for (int i = 0; i < names.size(); i++) {
      out.name(names.get(i).name());
      write(parts.get(record, i), out);
    }
    out.endObject();
  }
}
