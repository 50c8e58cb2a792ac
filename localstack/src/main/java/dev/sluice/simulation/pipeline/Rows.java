package dev.sluice.simulation.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What must be published: the lines of each directory. */
final class Rows {
  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private long late;

  void add(String directory, String line) {
    rows.computeIfAbsent(directory, d -> new ArrayList<>()).add(line);
  }

  /** A line of the late output. */
  void late(String operator, long border, String line) {
    add("late/" + operator + "-" + border + ".csv", line);
    late++;
  }

  long late() {
    return late;
  }

  SortedMap<String, List<String>> sorted() {
    rows.values().forEach(lines -> lines.sort(null));
    return rows;
  }
}
