package dev.sluice.format.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.sluice.format.FormatException;
import dev.sluice.format.Utf8;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records as JSON objects (RFC 8259, strictly). Fields that the record does not have are passed
 * over. A field that is missing or null is null, or an empty Optional; for a primitive it is an
 * error. Such fields are not written. Times, dates and durations are texts of ISO 8601, bytes are
 * base64, maps are objects.
 *
 * @param <R> the type of the records
 */
public final class JsonFormat<R> {
  private static final Pattern PLACE = Pattern.compile("line [0-9]+ column [0-9]+");

  private final Class<R> type;
  private final JsonRecord form;

  private JsonFormat(Class<R> type) {
    this.type = type;
    this.form = new JsonForms().record(type);
  }

  /**
   * The format of a record type, derived here and now.
   *
   * @throws FormatException if a component has no form in JSON
   */
  public static <R> JsonFormat<R> of(Class<R> type) {
    return new JsonFormat<>(type);
  }

  /**
   * The record that an object stands for.
   *
   * @throws FormatException SLUICE-D10 or SLUICE-D11, with the field and what was found
   */
  public R decode(byte[] data) {
    JsonReader in = new JsonReader(new StringReader(Utf8.text(data, data.length)));
    in.setStrictness(Strictness.STRICT);
    try {
      Object record = form.element(in);
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw new FormatException(JsonForm.CODE, "the record holds more than one object");
      }
      return type.cast(record);
    } catch (IOException | IllegalStateException e) {
      throw new FormatException(
          JsonForm.CODE,
          JsonForm.where(in.getPath()) + ": what follows is not JSON" + column(e.getMessage()),
          e);
    }
  }

  /** Gson tells the place in its message only. */
  private static String column(String message) {
    Matcher place = PLACE.matcher(String.valueOf(message));
    return place.find() ? " (" + place.group() + ")" : "";
  }

  /** The object that stands for a record, in one line. */
  public byte[] encode(R record) {
    present(form, record);
    return Utf8.bytes(text(form, record));
  }

  static String text(JsonForm form, Object value) {
    StringWriter text = new StringWriter();
    JsonWriter out = new JsonWriter(text);
    out.setStrictness(Strictness.STRICT);
    try {
      form.write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return text.toString();
  }

  /** Nothing stands for null where there is no field to leave out. */
  static void present(JsonForm form, Object value) {
    if (form.isAbsent(value)) {
      throw new FormatException(
          "SLUICE-D13", "null, or an empty Optional, where " + form.expected() + " is expected");
    }
  }
}
