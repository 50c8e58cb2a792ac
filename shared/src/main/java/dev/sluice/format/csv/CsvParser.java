package dev.sluice.format.csv;

import dev.sluice.format.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one row as RFC 4180 has it: a field may stand in quotes, and then holds separators, line
 * ends, and quotes written twice. An empty field without quotes is null, one with quotes is an
 * empty text.
 */
final class CsvParser {
  static final String CODE = "SLUICE-D12";
  private static final char QUOTE = '"';

  private final String row;
  private final char separator;
  private final List<String> fields = new ArrayList<>();
  private int at;

  private CsvParser(String row, char separator) {
    this.row = row;
    this.separator = separator;
  }

  static List<String> fields(String row, char separator) {
    CsvParser parser = new CsvParser(row, separator);
    do {
      parser.fields.add(parser.field());
    } while (parser.passSeparator());
    return parser.fields;
  }

  private String field() {
    if (at < row.length() && row.charAt(at) == QUOTE) {
      return quoted();
    }
    int start = at;
    while (at < row.length() && row.charAt(at) != separator) {
      char c = row.charAt(at);
      if (c == QUOTE) {
        throw fault("a quote within a field that does not begin with one");
      } else if (c == '\n' || c == '\r') {
        throw fault("a line end outside of quotes; send one row a record");
      }
      at++;
    }
    return at == start ? null : row.substring(start, at);
  }

  private String quoted() {
    int opened = at++;
    StringBuilder field = new StringBuilder();
    while (at < row.length()) {
      char c = row.charAt(at++);
      if (c != QUOTE) {
        field.append(c);
      } else if (at < row.length() && row.charAt(at) == QUOTE) {
        field.append(QUOTE);
        at++;
      } else if (at < row.length() && row.charAt(at) != separator) {
        throw fault("more behind the closing quote; write a quote within a field twice");
      } else {
        return field.toString();
      }
    }
    at = opened;
    throw fault("a quote that is never closed");
  }

  private boolean passSeparator() {
    return at++ < row.length(); // a field ends at the end or before a separator
  }

  private FormatException fault(String what) {
    return new FormatException(
        CODE, "column " + (fields.size() + 1) + ", character " + (at + 1) + ": " + what);
  }
}
