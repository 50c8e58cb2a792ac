package dev.sluice.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where results were published before: whoever goes on from a kept checkpoint of long ago begins in
 * an empty place if files are read, as files since then are found anew and come in other batches.
 * What had been published up to the checkpoint is good, and all else of before is given up.
 */
final class Places {

  /**
   * A place that was left.
   *
   * @param files what it had
   * @param borderMillis of the last batch that the checkpoint has
   * @param ends the last entry of each of its lanes
   * @param tables so many there had been
   */
  private record Left(
      SortedMap<String, String> files, long borderMillis, Map<String, Long> ends, int tables) {

    /** Whether an entry of a lane is of what was given up. */
    boolean hasGivenUp(String lane, int table, long number) {
      return table < tables && number > ends.getOrDefault(lane, -1L);
    }
  }

  /** The last number: rows of a step before a window closes, or behind that, name its end first. */
  private static final Pattern NAME = Pattern.compile(".*-[er]?(\\d+)(\\.\\w+)?/[^/]*");

  private final List<Left> left = new ArrayList<>();

  /** Another place is begun. */
  void leave(
      SortedMap<String, String> files, long borderMillis, Map<String, Long> ends, int tables) {
    left.add(new Left(files, borderMillis, ends, tables));
  }

  /**
   * Whether an entry of a lane counts: it was not given up since.
   *
   * @param table the number of its table, from 0
   */
  boolean counts(String lane, int table, long number) {
    return left.stream().noneMatch(each -> each.hasGivenUp(lane, table, number));
  }

  /**
   * All that was published and not given up, in whichever place.
   *
   * @param now what the place of now has
   */
  SortedMap<String, String> published(SortedMap<String, String> now) {
    SortedMap<String, String> published = new TreeMap<>();
    for (Left each : left) {
      published.putAll(each.files);
      published.keySet().removeIf(name -> border(name) > each.borderMillis);
    }
    published.putAll(now);
    return published;
  }

  /**
   * What was published twice and otherwise.
   *
   * @param now what the place of now has
   */
  List<String> violations(SortedMap<String, String> now) {
    List<String> violations = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      long border = left.get(i).borderMillis;
      SortedMap<String, String> next = i + 1 < left.size() ? left.get(i + 1).files : now;
      left.get(i)
          .files
          .forEach(
              (name, content) -> {
                String again = next.getOrDefault(name, content);
                if (border(name) <= border && !Objects.equals(again, content)) {
                  violations.add(name + " was\n    " + content + "\n    and is\n    " + again);
                }
              });
    }
    return violations;
  }

  /** Of which batch a file is. */
  static long border(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name + " is of no batch");
    }
    return Long.parseLong(matcher.group(1));
  }
}
