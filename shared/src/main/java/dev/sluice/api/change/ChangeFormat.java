package dev.sluice.api.change;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.sluice.format.FormatException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Changes as bytes: JSON with the types of attributes, as DynamoDB writes them. The same change has
 * the same bytes, whatever the order in which attributes and members of sets come.
 *
 * <pre>
 * {"kind":"MODIFY","keys":{"id":{"N":"7"}},"before":{..},"after":{"id":{"N":"7"},"qty":{"N":"2"}}}
 * </pre>
 */
public final class ChangeFormat {
  private ChangeFormat() {}

  /** The bytes of a change. */
  public static byte[] encode(Change change) {
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      out.beginObject().name("kind").value(change.kind().name());
      write("keys", Optional.of(change.keys()), out);
      write("before", change.before(), out);
      write("after", change.after(), out);
      out.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Attributes as text, by which rows can be sorted. */
  public static String text(Map<String, Object> attributes) {
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      AttributeJson.writeMap(attributes, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return text.toString();
  }

  private static void write(String name, Optional<Map<String, Object>> item, JsonWriter out)
      throws IOException {
    if (item.isPresent()) {
      out.name(name);
      AttributeJson.writeMap(item.get(), out);
    }
  }

  private static FormatException none(Exception cause) {
    return new FormatException(
        "SLUICE-D23", "the record is no change of an item, as ChangeFormat writes them", cause);
  }

  /**
   * The change that bytes stand for.
   *
   * @throws FormatException SLUICE-D23 if they are none
   */
  public static Change decode(byte[] bytes) {
    JsonReader in = new JsonReader(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
    Change.Kind kind = null;
    Map<String, Object> keys = Map.of();
    Optional<Map<String, Object>> before = Optional.empty();
    Optional<Map<String, Object>> after = Optional.empty();
    try {
      in.beginObject();
      while (in.hasNext()) {
        switch (in.nextName()) {
          case "kind" -> kind = Change.Kind.valueOf(in.nextString());
          case "keys" -> keys = AttributeJson.readMap(in);
          case "before" -> before = Optional.of(AttributeJson.readMap(in));
          case "after" -> after = Optional.of(AttributeJson.readMap(in));
          default -> throw none(null);
        }
      }
      in.endObject();
      if (kind == null || in.peek() != JsonToken.END_DOCUMENT) {
        throw none(null);
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw e instanceof FormatException known ? known : none(e);
    }
    return new Change(kind, keys, before, after);
  }
}
