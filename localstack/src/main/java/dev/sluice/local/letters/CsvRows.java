package dev.sluice.local.letters;

import java.util.ArrayList;
import java.util.List;

/** Reads rows as {@link dev.sluice.engine.flow.CsvRow} writes them. */
final class CsvRows {
  /**
   * A row.
   *
   * @param line where it begins, from 1
   * @param fault what is wrong with it, or null; then it has no fields
   */
  record Row(int line, List<String> fields, String fault) {}

  private final String text;
  private int at;
  private int line = 1;

  private CsvRows(String text) {
    this.text = text;
  }

  /** All rows; behind a broken one it goes on with the next line. */
  static List<Row> read(String text) {
    CsvRows reading = new CsvRows(text);
    List<Row> rows = new ArrayList<>();
    while (reading.at < text.length()) {
      rows.add(reading.row());
    }
    return rows;
  }

  private Row row() {
    int start = at;
    int first = line;
    List<String> fields = new ArrayList<>();
    String fault = null;
    boolean more = true;
    while (more && fault == null) {
      fault = field(fields);
      more = fault == null && at < text.length() && text.charAt(at) == ',';
      at += more ? 1 : 0;
    }
    if (fault == null && at < text.length() && text.charAt(at) != '\n') {
      fault = "something stands behind a field in quotes";
    }
    int end = fault == null ? at : text.indexOf('\n', start);
    at = end < 0 ? text.length() : end + 1;
    line +=
        (int)
            text.substring(start, Math.min(at, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
    return new Row(first, fault == null ? fields : List.of(), fault);
  }

  /** Reads a field and stands behind it; gives what is wrong, or null. */
  private String field(List<String> fields) {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted(fields);
    }
    int from = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
      if (text.charAt(at) == '"') {
        return "there is a quote inside a field that does not begin with one";
      }
      at++;
    }
    fields.add(text.substring(from, at));
    return null;
  }

  private String quoted(List<String> fields) {
    StringBuilder field = new StringBuilder();
    int from = at + 1;
    while (true) {
      int quote = text.indexOf('"', from);
      if (quote < 0) {
        return "a quote is not closed";
      }
      field.append(text, from, quote);
      at = quote + 1;
      if (at >= text.length() || text.charAt(at) != '"') {
        fields.add(field.toString());
        return null;
      }
      field.append('"');
      from = at + 1;
    }
  }
}
