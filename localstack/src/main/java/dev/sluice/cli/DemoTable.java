package dev.sluice.cli;

import dev.sluice.ports.ObjectStore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The windows of the demo.
 *
 * @param count how many have closed
 * @param fullest the rows of the one that holds the most
 */
record DemoTable(int count, List<Row> fullest) {
  private static final String WINDOW_PREFIX = "pressure-";

  /** What a pump had in a window. */
  record Row(
      String from,
      String to,
      String pump,
      long count,
      BigDecimal min,
      BigDecimal max,
      BigDecimal average) {

    private static Row of(String line) {
      String[] f = line.split(",");
      return new Row(
          f[0],
          f[1],
          f[2],
          Long.parseLong(f[3]),
          new BigDecimal(f[4]),
          new BigDecimal(f[5]),
          new BigDecimal(f[6]));
    }

    private String line() {
      return String.format(
          Locale.ROOT,
          "%-22s%-22s%-12s%6d%8s%8s%9.3f",
          from,
          to,
          pump,
          count,
          min.toPlainString(),
          max.toPlainString(),
          average);
    }
  }

  /** Reads the files of a demo. */
  static DemoTable of(ObjectStore outputs) {
    TreeMap<String, List<String>> windows = new TreeMap<>();
    for (String name : outputs.list(WINDOW_PREFIX)) {
      if (!name.endsWith("_SUCCESS")) {
        String text = new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8);
        windows
            .computeIfAbsent(name.substring(0, name.indexOf('/')), window -> new ArrayList<>())
            .addAll(text.lines().toList());
      }
    }
    List<Row> fullest = List.of();
    for (List<String> each : windows.values()) {
      List<Row> rows = each.stream().sorted().map(Row::of).toList();
      fullest = values(rows) > values(fullest) ? rows : fullest;
    }
    return new DemoTable(windows.size(), fullest);
  }

  private static long values(List<Row> rows) {
    return rows.stream().mapToLong(Row::count).sum();
  }

  /** As names and values. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("windows", count);
    fields.put("fullestWindow", fullest);
    return fields;
  }

  /** A line for each row. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(count + " windows of an hour every ten minutes closed; the fullest one:");
    lines.add(
        String.format(
            Locale.ROOT,
            "%-22s%-22s%-12s%6s%8s%8s%9s",
            "from",
            "to",
            "pump",
            "count",
            "min",
            "max",
            "avg"));
    fullest.forEach(each -> lines.add(each.line()));
    return lines;
  }
}
