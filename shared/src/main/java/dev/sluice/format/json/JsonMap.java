package dev.sluice.format.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.sluice.format.FormatException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** An object whose names are keys; written in the order of the names. */
final class JsonMap extends JsonForm {
  private final JsonText keys;
  private final JsonForm values;

  JsonMap(JsonText keys, JsonForm values) {
    this.keys = keys;
    this.values = values;
  }

  @Override
  Object read(JsonReader in) throws IOException {
    expect(JsonToken.BEGIN_OBJECT, in);
    Map<Object, Object> map = new LinkedHashMap<>();
    in.beginObject();
    while (in.hasNext()) {
      Object key = keys.fromKey(in.nextName(), in);
      String path = in.getPath();
      if (map.put(key, values.element(in)) != null) {
        throw new FormatException(CODE, where(path) + ": is there twice");
      }
    }
    in.endObject();
    return Collections.unmodifiableMap(map);
  }

  @Override
  void write(Object value, JsonWriter out) throws IOException {
    TreeMap<String, Object> sorted = new TreeMap<>();
    for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) {
      JsonFormat.present(keys, each.getKey());
      JsonFormat.present(values, each.getValue());
      sorted.put(keys.key(each.getKey()), each.getValue());
    }
    out.beginObject();
    for (Map.Entry<String, Object> each : sorted.entrySet()) {
      out.name(each.getKey());
      values.write(each.getValue(), out);
    }
    out.endObject();
  }

  @Override
  String expected() {
    return "an object";
  }
}
