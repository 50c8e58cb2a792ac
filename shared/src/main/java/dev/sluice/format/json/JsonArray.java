package dev.sluice.format.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.sluice.format.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A list in its order, or a set in the order of its elements' JSON. */
final class JsonArray extends JsonForm {
  private final JsonForm element;
  private final boolean set;

  JsonArray(JsonForm element, boolean set) {
    this.element = element;
    this.set = set;
  }

  @Override
  Object read(JsonReader in) throws IOException {
    expect(JsonToken.BEGIN_ARRAY, in);
    Collection<Object> values = set ? new LinkedHashSet<>() : new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) {
      if (!values.add(element.element(in))) {
        throw new FormatException(CODE, where(in.getPreviousPath()) + ": is in the set twice");
      }
    }
    in.endArray();
    return set
        ? Collections.unmodifiableSet((Set<?>) values)
        : Collections.unmodifiableList((List<?>) values);
  }

  @Override
  void write(Object value, JsonWriter out) throws IOException {
    out.beginArray();
    if (!set) {
      for (Object each : (List<?>) value) {
        JsonFormat.present(element, each);
        element.write(each, out);
      }
    } else {
      List<String> texts = new ArrayList<>();
      for (Object each : (Set<?>) value) {
        JsonFormat.present(element, each);
        texts.add(JsonFormat.text(element, each));
      }
      Collections.sort(texts);
      for (String text : texts) {
        out.jsonValue(text);
      }
    }
    out.endArray();
  }

  @Override
  String expected() {
    return "an array";
  }
}
