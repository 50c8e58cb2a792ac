package dev.sluice.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was printed, whoever did so and how often. */
public final class Printed {
  private static final String HEADER = "-- ";

  private final TreeSet<String> texts = new TreeSet<>();

  void add(String text) {
    texts.add(text);
  }

  /**
   * The rows of each batch, as if it were a directory of files. What a bucket prints again is the
   * same, and what two buckets print is not, as their rows have other keys.
   */
  SortedMap<String, List<String>> rows() {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    for (String text : texts) {
      List<String> lines = text.lines().toList();
      String header = lines.get(0);
      if (!header.startsWith(HEADER)) {
        continue;
      }
      Instant border = Instant.parse(header.substring(header.lastIndexOf(' ') + 1));
      rows.computeIfAbsent(directory(border.toEpochMilli()), d -> new ArrayList<>())
          .addAll(lines.subList(1, lines.size()));
    }
    return rows;
  }

  /** Where the rows must be that are printed for a batch. */
  public static String directory(long border) {
    return "printed-" + border;
  }
}
