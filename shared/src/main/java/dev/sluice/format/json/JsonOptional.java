package dev.sluice.format.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Optional;

/** The value, or no field. */
final class JsonOptional extends JsonForm {
  private final JsonForm inner;

  JsonOptional(JsonForm inner) {
    this.inner = inner;
  }

  @Override
  Object read(JsonReader in) throws IOException {
    return Optional.of(inner.read(in));
  }

  @Override
  void write(Object value, JsonWriter out) throws IOException {
    inner.write(((Optional<?>) value).orElseThrow(), out);
  }

  @Override
  String expected() {
    return inner.expected();
  }

  @Override
  boolean isAbsent(Object value) {
    return value == null || ((Optional<?>) value).isEmpty();
  }

  @Override
  Object absent() {
    return Optional.empty();
  }
}
