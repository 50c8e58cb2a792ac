package dev.sluice.format.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.sluice.format.FormatException;
import dev.sluice.format.TextType;
import java.io.IOException;

/** A value without parts. */
final class JsonText extends JsonForm {
  private final TextType type;
  private final JsonToken token;

  JsonText(TextType type) {
    this.type = type;
    this.token = JsonToken.valueOf(type.token().name());
  }

  @Override
  Object read(JsonReader in) throws IOException {
    expect(token, in);
    if (token == JsonToken.BOOLEAN) {
      return in.nextBoolean();
    }
    String text = in.nextString();
    try {
      return type.reader().apply(text);
    } catch (RuntimeException e) {
      throw mismatch(in.getPreviousPath(), TextType.quote(text));
    }
  }

  @Override
  void write(Object value, JsonWriter out) throws IOException {
    switch (type.token()) {
      case NUMBER -> out.jsonValue(number(value));
      case BOOLEAN -> out.value((boolean) value);
      case STRING -> out.value(key(value));
    }
  }

  private static String number(Object value) {
    if (value instanceof Double d && !Double.isFinite(d)
        || value instanceof Float f && !Float.isFinite(f)) {
      throw new FormatException("SLUICE-D13", value + " is no number in JSON; filter it out");
    }
    return value.toString();
  }

  /** As the name of a field. */
  String key(Object value) {
    return type.printer().apply(value);
  }

  Object fromKey(String key, JsonReader in) {
    try {
      return type.reader().apply(key);
    } catch (RuntimeException e) {
      throw mismatch(in.getPath(), "the name " + TextType.quote(key));
    }
  }

  @Override
  String expected() {
    return type.expected();
  }
}
