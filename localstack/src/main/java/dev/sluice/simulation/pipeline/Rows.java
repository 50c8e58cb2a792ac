package dev.sluice.simulation.pipeline;

import dev.sluice.api.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What must be published: the lines of each directory. */
final class Rows {
  private static final String LATE = "late/";

  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private long late;

  void add(String directory, String line) {
    rows.computeIfAbsent(directory, d -> new ArrayList<>()).add(line);
  }

  /**
   * A line of the late output.
   *
   * @param start of the window that a value has missed
   */
  void late(String operator, long border, long start, long end, Input.Value v, String value) {
    late(operator, border, start, end, v, v.key(), value);
  }

  /** A line of the late output with a key of its own. */
  void late(
      String operator, long border, long start, long end, Input.Value v, String key, String value) {
    add(
        LATE + operator + "-" + border + ".csv",
        String.join(
            ",",
            Instant.ofEpochMilli(start) + "",
            Instant.ofEpochMilli(end) + "",
            Instant.ofEpochMilli(v.timeMillis()) + "",
            v.isFarAhead() ? "far ahead" : "late",
            quoted(key),
            quoted(value)));
    late++;
  }

  private static String quoted(String field) {
    return field.contains(",") ? '"' + field + '"' : field;
  }

  /** A pair of key and value whose time is part of its key. */
  void lateByTime(String operator, long border, Input.Value v) {
    String key = Pair.of(v.key(), v.timeMillis()) + "";
    String value = Pair.of(v.key(), v.value()) + "";
    late(operator, border, v.timeMillis(), v.timeMillis() + 1, v, key, value);
  }

  /** A value that is too late, or too early, for an operator without windows. */
  void late(String operator, long border, Input.Value v, String value) {
    late(operator, border, v.timeMillis(), v.timeMillis() + 1, v, value);
  }

  /** The same for a value that something is to be made of. */
  void late(String operator, long border, Input.Value v, Fold fold) {
    late(operator, border, v.timeMillis(), v.timeMillis() + 1, v, fold.key(v), fold.late(v));
  }

  long late() {
    return late;
  }

  /** Takes out the lines of all late outputs: what is late still counts. */
  void dropLate() {
    rows.keySet().removeIf(directory -> directory.startsWith(LATE));
  }

  SortedMap<String, List<String>> sorted() {
    rows.values().forEach(lines -> lines.sort(null));
    return rows;
  }
}
