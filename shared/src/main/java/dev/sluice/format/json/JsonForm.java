package dev.sluice.format.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.sluice.format.FormatException;
import dev.sluice.format.TextType;
import java.io.IOException;

/** How values of a type stand in JSON. */
abstract class JsonForm {
  static final String CODE = "SLUICE-D11";

  /** Reads a value that is not null. */
  abstract Object read(JsonReader in) throws IOException;

  /** Writes a value that is not null. */
  abstract void write(Object value, JsonWriter out) throws IOException;

  /** What may stand there, for messages. */
  abstract String expected();

  /** Whether there is nothing to write of a value: its field is left out. */
  boolean isAbsent(Object value) {
    return value == null;
  }

  /** What a missing field and null stand for. */
  Object absent() {
    return null;
  }

  /** Reads an element of a collection, where null has no place. */
  final Object element(JsonReader in) throws IOException {
    if (in.peek() == JsonToken.NULL) {
      throw mismatch(in.getPath(), "null");
    }
    return read(in);
  }

  final void expect(JsonToken token, JsonReader in) throws IOException {
    JsonToken found = in.peek();
    if (found != token) {
      throw mismatch(in.getPath(), describe(found, in));
    }
  }

  final FormatException mismatch(String path, String found) {
    return new FormatException(CODE, where(path) + ": expected " + expected() + ", found " + found);
  }

  /** Gson's path without its sign for the whole: "field sensor.psi". */
  static String where(String path) {
    String inside = path.startsWith("$.") ? path.substring(2) : path.substring(1);
    return inside.isEmpty() ? "the record" : "field " + inside;
  }

  static String describe(JsonToken token, JsonReader in) throws IOException {
    return switch (token) {
      case BEGIN_OBJECT -> "an object";
      case BEGIN_ARRAY -> "an array";
      case STRING -> "the text " + TextType.quote(in.nextString());
      case NUMBER -> "the number " + TextType.quote(in.nextString());
      case BOOLEAN -> String.valueOf(in.nextBoolean());
      case NULL -> "null";
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT -> "nothing";
    };
  }
}
