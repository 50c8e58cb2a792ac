package dev.sluice.format.csv;

import dev.sluice.codec.CodecException;
import dev.sluice.codec.RecordParts;
import dev.sluice.format.FormatException;
import dev.sluice.format.Utf8;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Records as rows of CSV (RFC 4180), the components in the order of columns. An empty field is
 * null, or an empty Optional; a text of no characters stands in quotes. Blanks belong to a field.
 *
 * @param <R> the type of the records
 */
public final class CsvFormat<R> {
  private final RecordParts<R> parts;
  private final List<CsvColumn> columns;
  private final char separator;

  /** For each component, its column in the row. */
  private final int[] places;

  private final int width;

  private CsvFormat(RecordParts<R> parts, List<String> header, char separator) {
    this.parts = parts;
    this.separator = separator;
    this.width = header.size();
    this.columns =
        parts.parts().stream()
            .map(
                part ->
                    CsvColumn.of(part).orElseThrow(() -> CsvColumn.none(parts.type(), part.name())))
            .toList();
    this.places = columns.stream().mapToInt(column -> header.indexOf(column.name())).toArray();
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        throw header("has no column " + columns.get(i).name() + " for that component of " + name());
      }
    }
    if (new HashSet<>(header).size() < width) {
      throw header("has a name twice");
    } else if (separator == '"' || separator == '\n' || separator == '\r') {
      throw new FormatException("SLUICE-D14", "a quote or line end cannot separate fields");
    }
  }

  /**
   * A row has a column for each component.
   *
   * @throws FormatException if a component has no form in CSV
   */
  public static <R> CsvFormat<R> byPosition(Class<R> type, char separator) {
    RecordParts<R> parts = RecordParts.of(type);
    return new CsvFormat<>(
        parts, parts.parts().stream().map(RecordParts.Part::name).toList(), separator);
  }

  /**
   * A row has the columns of a header; those that no component is named like are left out.
   *
   * @param header the names of the columns, as a row
   * @throws FormatException if a component has no form in CSV, or no column
   */
  public static <R> CsvFormat<R> byHeader(Class<R> type, String header, char separator) {
    List<String> names = new ArrayList<>();
    for (String name : CsvParser.fields(header, separator)) {
      names.add(name == null ? "" : name.strip());
    }
    return new CsvFormat<>(RecordParts.of(type), names, separator);
  }

  /**
   * The record of a row, without the line end that may close it.
   *
   * @throws FormatException SLUICE-D10 or SLUICE-D12, with column and what was found
   */
  public R decode(byte[] data) {
    List<String> fields = CsvParser.fields(Utf8.text(data, Utf8.withoutLineEnd(data)), separator);
    if (fields.size() != width) {
      throw new FormatException(
          CsvParser.CODE, "the row has " + fields.size() + " columns, expected are " + width);
    }
    Object[] values = new Object[places.length];
    for (int i = 0; i < places.length; i++) {
      values[i] = columns.get(i).read(places[i], fields.get(places[i]));
    }
    try {
      return parts.make(values);
    } catch (CodecException e) {
      throw new FormatException(CsvParser.CODE, e.getMessage(), e);
    }
  }

  /** The row of a record, without a line end; columns that no component is named like are empty. */
  public byte[] encode(R record) {
    StringBuilder[] fields = new StringBuilder[width];
    for (int i = 0; i < places.length; i++) {
      fields[places[i]] = new StringBuilder();
      columns.get(i).write(parts.get(record, i), fields[places[i]], separator);
    }
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < width; i++) {
      row.append(i == 0 ? "" : separator).append(fields[i] == null ? "" : fields[i]);
    }
    return Utf8.bytes(row.toString());
  }

  private String name() {
    return parts.type().getSimpleName();
  }

  private static FormatException header(String what) {
    return new FormatException("SLUICE-D14", "the header " + what);
  }
}
