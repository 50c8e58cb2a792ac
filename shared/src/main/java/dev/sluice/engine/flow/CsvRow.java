package dev.sluice.engine.flow;

import dev.sluice.api.graph.Texts;

/** A line of CSV as RFC 4180 has it: fields with commas, quotes or line ends stand in quotes. */
public final class CsvRow {
  private CsvRow() {}

  public static String of(Object... fields) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < fields.length; i++) {
      if (i > 0) {
        line.append(',');
      }
      String field = Texts.of(fields[i]);
      if (needsQuotes(field)) {
        line.append('"').append(field.replace("\"", "\"\"")).append('"');
      } else {
        line.append(field);
      }
    }
    return line.toString();
  }

  private static boolean needsQuotes(String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }
}
