package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files by directory, for runs in which the number of buckets says which part a row is in. */
record Parts(SortedMap<String, String> files) {
  private static final String MARKER = "_SUCCESS";

  /** The lines of all parts of each directory, sorted; a marker is a line by itself. */
  SortedMap<String, List<String>> rows() {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          List<String> lines = rows.computeIfAbsent(directory(name), d -> new ArrayList<>());
          if (name.endsWith(MARKER)) {
            lines.add(MARKER);
          } else {
            // A dead letter of an operator names the lane of the bucket that has refused it.
            String alike = content.replaceAll(Lanes.BUCKET_PATTERN, "bucket/$1");
            lines.addAll(Contents.rows(name, alike));
          }
        });
    rows.values().forEach(lines -> lines.sort(null));
    return rows;
  }

  /** Markers that do not name the parts of their directories. */
  List<String> violations() {
    SortedMap<String, TreeSet<String>> parts = new TreeMap<>();
    files
        .keySet()
        .forEach(
            name ->
                parts
                    .computeIfAbsent(directory(name), d -> new TreeSet<>())
                    .add(name.substring(name.lastIndexOf('/') + 1)));
    List<String> violations = new ArrayList<>();
    parts.forEach(
        (directory, names) -> {
          if (names.remove(MARKER)) {
            String said = files.get(directory + "/" + MARKER);
            if (!said.lines().toList().equals(List.copyOf(names))) {
              violations.add(directory + " has " + names + ", and its marker says " + said);
            }
          }
        });
    return violations;
  }

  private static String directory(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }
}
