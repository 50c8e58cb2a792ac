package dev.sluice.format.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.RecordParts;
import dev.sluice.format.FormatException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An object with a field for each component of a record. */
final class JsonRecord extends JsonForm {
  private final RecordParts<Object> parts;
  private final List<JsonForm> forms;
  private final Map<String, Integer> indexes = new HashMap<>();

  JsonRecord(RecordParts<Object> parts, List<JsonForm> forms) {
    this.parts = parts;
    this.forms = forms;
    for (int i = 0; i < forms.size(); i++) {
      indexes.put(parts.parts().get(i).name(), i);
    }
  }

  @Override
  Object read(JsonReader in) throws IOException {
    expect(JsonToken.BEGIN_OBJECT, in);
    Object[] values = new Object[forms.size()];
    boolean[] there = new boolean[forms.size()];
    in.beginObject();
    while (in.hasNext()) {
      Integer index = indexes.get(in.nextName());
      if (index == null) {
        in.skipValue();
      } else if (there[index]) {
        throw new FormatException(CODE, where(in.getPath()) + ": is there twice");
      } else {
        there[index] = true;
        values[index] = field(index, in);
      }
    }
    in.endObject();
    for (int i = 0; i < there.length; i++) {
      if (!there[i]) {
        values[i] = absent(i, in.getPreviousPath() + "." + parts.parts().get(i).name(), "no field");
      }
    }
    try {
      return parts.make(values);
    } catch (CodecException e) {
      throw new FormatException(CODE, where(in.getPreviousPath()) + ": " + e.getMessage(), e);
    }
  }

  private Object field(int index, JsonReader in) throws IOException {
    if (in.peek() == JsonToken.NULL) {
      in.nextNull();
      return absent(index, in.getPreviousPath(), "null");
    }
    return forms.get(index).read(in);
  }

  private Object absent(int index, String path, String found) {
    if (parts.parts().get(index).type() instanceof Class<?> type && type.isPrimitive()) {
      throw forms.get(index).mismatch(path, found);
    }
    return forms.get(index).absent();
  }

  @Override
  void write(Object value, JsonWriter out) throws IOException {
    out.beginObject();
    for (int i = 0; i < forms.size(); i++) {
      Object component = parts.get(value, i);
      if (!forms.get(i).isAbsent(component)) {
        out.name(parts.parts().get(i).name());
        forms.get(i).write(component, out);
      }
    }
    out.endObject();
  }

  @Override
  String expected() {
    return "an object";
  }
}
