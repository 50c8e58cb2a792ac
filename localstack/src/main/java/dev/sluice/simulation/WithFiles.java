package dev.sluice.simulation;

import dev.sluice.api.StreamApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An app that also copies the lines of files. When a file is found is up to who looks, so batches
 * come where nobody foresees them: of the app's own results nothing is known then. But each file
 * comes out once, whole, in one batch, and what was published once stays as it is.
 */
public final class WithFiles extends Wrapped {
  private static final String PREFIX = "in";
  private static final String COPIES = "copied-files";
  private static final int RECORDS_BETWEEN = 5;
  private static final int MOST_LINES = 12;

  /**
   * @param subject the app beside
   */
  public WithFiles(Subject subject) {
    super(subject);
  }

  @Override
  public String name() {
    return "files, and " + subject().name();
  }

  @Override
  public StreamApp app() {
    return context -> {
      subject().app().define(context);
      context.textFileStream(PREFIX).saveAsTextFiles(COPIES);
    };
  }

  @Override
  public Optional<Expected> expected(List<Arrived> records, long lastMillis) {
    return Optional.empty();
  }

  /** The events with files among them. */
  static List<Event> among(List<Event> events, long seed) {
    Random random = new Random(seed);
    List<Event> all = new ArrayList<>();
    int files = 0;
    for (Event each : events) {
      all.add(each);
      if (random.nextInt(RECORDS_BETWEEN) == 0) {
        String file = "f" + files++;
        List<String> lines = new ArrayList<>();
        for (int line = random.nextInt(MOST_LINES); line >= 0; line--) {
          lines.add(file + " " + line);
        }
        all.add(new Event.File(each.atMillis(), PREFIX + "/" + file, lines));
      }
    }
    return all;
  }

  /**
   * What is wrong with the copies.
   *
   * @param put the lines of each file that was put
   * @param published all results
   */
  static List<String> violations(
      Map<String, List<String>> put, SortedMap<String, String> published) {
    SortedMap<String, SortedMap<String, List<String>>> copies = new TreeMap<>();
    published.forEach(
        (name, content) -> {
          if (name.startsWith(COPIES) && name.contains("/part-")) {
            String batch = name.substring(0, name.indexOf('/'));
            for (String line : content.lines().toList()) {
              String file = PREFIX + "/" + line.substring(0, line.indexOf(' '));
              copies
                  .computeIfAbsent(file, f -> new TreeMap<>())
                  .computeIfAbsent(batch, b -> new ArrayList<>())
                  .add(line);
            }
          }
        });
    List<String> violations = new ArrayList<>();
    for (Map.Entry<String, List<String>> each : put.entrySet()) {
      SortedMap<String, List<String>> found = copies.remove(each.getKey());
      if (found == null || found.size() != 1 || !isWhole(each.getValue(), found)) {
        violations.add(each.getKey() + " was put with " + each.getValue() + " and gave " + found);
      }
    }
    copies.forEach((file, found) -> violations.add(file + " was not put and gave " + found));
    return violations;
  }

  /** The parts of a batch have its lines in their orders. */
  private static boolean isWhole(List<String> lines, SortedMap<String, List<String>> found) {
    List<String> sorted = new ArrayList<>(found.get(found.firstKey()));
    sorted.sort(null);
    return sorted.equals(lines.stream().sorted().toList());
  }
}
