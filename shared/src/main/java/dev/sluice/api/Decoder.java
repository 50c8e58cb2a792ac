package dev.sluice.api;

import dev.sluice.format.Utf8;
import dev.sluice.format.csv.CsvFormat;
import dev.sluice.format.json.JsonFormat;

/**
 * Makes a value from a record's bytes. A record for which it throws becomes a dead letter.
 *
 * @param <T> the type of the values
 */
@FunctionalInterface
public interface Decoder<T> {

  /**
   * The value of a record.
   *
   * @param data the record's bytes, not to be changed
   * @throws Exception to make a dead letter of the record
   */
  T decode(byte[] data) throws Exception;

  /** The bytes as they are. */
  static Decoder<byte[]> bytes() {
    return data -> data;
  }

  /**
   * One line of UTF-8, without the line end that may close it. Other bytes are refused
   * (SLUICE-D10).
   */
  static Decoder<String> utf8() {
    return data -> Utf8.text(data, Utf8.withoutLineEnd(data));
  }

  /**
   * Records of JSON objects, field by field.
   *
   * <pre>
   * record Click(String page, long millis, Optional&lt;String&gt; user) {}
   *
   * {"page":"/home","millis":12,"browser":"x"}     Click[page=/home, millis=12, user=Optional.empty]
   * {"page":"/home","millis":"12"}                 SLUICE-D11 field millis: expected a whole number
   *                                                from ... to ..., found the text '12'
   * </pre>
   *
   * <p>Fields that the record does not have are passed over; a field that is missing or null is
   * null, or an empty Optional, or an error for a primitive. Components may be primitives and their
   * boxes, String, enums, BigDecimal, Instant, LocalDate and Duration (as ISO 8601 has them),
   * byte[] (base64), records, and List, Set, Map and Optional of these.
   *
   * @param <R> the type of the records
   * @throws IllegalArgumentException SLUICE-D14 if a component has no form in JSON
   */
  static <R extends Record> Decoder<R> json(Class<R> type) {
    return JsonFormat.of(type)::decode;
  }

  /**
   * Records of rows of CSV (RFC 4180), a column for each component, in their order, separated by
   * commas; one row a record, without a header.
   *
   * <pre>
   * record Click(String page, long millis, Optional&lt;String&gt; user) {}
   *
   * "/a,b",12,        Click[page=/a,b, millis=12, user=Optional.empty]
   * /home,x,          SLUICE-D12 column 2 (millis): expected a whole number from ... to ..., found
   *                   'x'
   * </pre>
   *
   * <p>An empty field is null, or an empty Optional, or an error for a primitive; {@code ""} is an
   * empty text. Blanks belong to a field. Components may be all that {@link #json} takes and has no
   * parts, and Optional of these.
   *
   * @param <R> the type of the records
   * @throws IllegalArgumentException SLUICE-D14 if a component has no form in CSV
   */
  static <R extends Record> Decoder<R> csv(Class<R> type) {
    return CsvFormat.byPosition(type, ',')::decode;
  }

  /**
   * Records of rows of CSV whose columns a header names, as {@code "page,millis,user"}. Columns
   * that the record does not have are passed over. The header is no record of the stream: what
   * sends a file leaves its first line out.
   *
   * @param <R> the type of the records
   * @param header the names of the columns, with the separator between them
   * @param separator between the fields, such as ',' or ';'
   * @throws IllegalArgumentException SLUICE-D14 if a component has no form in CSV, or no column
   */
  static <R extends Record> Decoder<R> csv(Class<R> type, String header, char separator) {
    return CsvFormat.byHeader(type, header, separator)::decode;
  }
}
