package dev.sluice.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of each file: when it was found is an input, and written in the log. That is its time
 * for good, whatever becomes of the table. One that was removed before it was read is a dead
 * letter.
 */
final class Copies {
  private static final Pattern BATCH = Pattern.compile("(.*)-(\\d+)(\\.\\w+)?/part-.*");
  private static final Pattern GONE =
      Pattern.compile(".*SLUICE-D20 [^\"]*?( \\(what is behind byte (\\d+)\\))?\"?,utf8,(.*?),.*");

  private final String prefix;
  private final Inbox inbox;
  private final SortedMap<String, SortedSet<Long>> stamps;
  private final long intervalMillis;

  /** The lines of each file that were published, by batch. */
  private final SortedMap<String, SortedMap<Long, List<String>>> copies = new TreeMap<>();

  /** From which byte each file is missing, by batch. */
  private final SortedMap<String, SortedMap<Long, List<Integer>>> gone = new TreeMap<>();

  /**
   * @param prefix below which the files lie
   * @param sink that copies them
   */
  Copies(String prefix, String sink, Stores stores, long intervalMillis) {
    this.prefix = prefix;
    this.inbox = stores.inbox;
    this.stamps = Inbox.stamps(prefix, stores);
    this.intervalMillis = intervalMillis;
    stores.files().forEach((name, content) -> published(sink, name, content));
  }

  private void published(String sink, String name, String content) {
    Matcher batch = BATCH.matcher(name);
    if (!batch.matches()) {
      return;
    }
    long border = Long.parseLong(batch.group(2));
    for (String line : content.lines().toList()) {
      Matcher missing = GONE.matcher(line);
      if (batch.group(1).equals(sink)) {
        String file = prefix + "/" + line.substring(0, line.indexOf(' '));
        add(copies, file, border, line);
      } else if (missing.matches()) {
        int from = missing.group(2) == null ? 0 : Integer.parseInt(missing.group(2));
        add(gone, missing.group(3), border, from);
      }
    }
  }

  private static <T> void add(
      SortedMap<String, SortedMap<Long, List<T>>> all, String file, long border, T value) {
    all.computeIfAbsent(file, f -> new TreeMap<>())
        .computeIfAbsent(border, b -> new ArrayList<>())
        .add(value);
  }

  /**
   * What is wrong.
   *
   * @param onTime whether each file must be in the batch of the time at which it was found: no
   *     clock was wrong
   */
  List<String> violations(boolean onTime) {
    List<String> violations = new ArrayList<>();
    inbox
        .put()
        .forEach(
            (name, lines) -> {
              SortedMap<Long, List<String>> found = copies.getOrDefault(name, new TreeMap<>());
              SortedMap<Long, List<Integer>> missing = gone.getOrDefault(name, new TreeMap<>());
              if (!isRight(name, lines, found, missing)
                  || !isOfItsTime(name, found, missing, onTime)) {
                violations.add(
                    name
                        + " with "
                        + lines
                        + (inbox.lacks(name) ? " was removed" : "")
                        + ", found at "
                        + stamps.get(name)
                        + ", gave "
                        + found
                        + ", missing from "
                        + missing);
              }
            });
    SortedMap<String, Object> others = new TreeMap<>(copies);
    others.putAll(gone);
    others.keySet().removeAll(inbox.put().keySet());
    others.forEach((file, it) -> violations.add(file + " was not put and gave " + it));
    return violations;
  }

  /** It is there once and whole, or as much as was read before it was removed. */
  private boolean isRight(
      String name,
      List<String> lines,
      SortedMap<Long, List<String>> found,
      SortedMap<Long, List<Integer>> missing) {
    List<String> copied = found.values().stream().flatMap(List::stream).sorted().toList();
    List<Integer> from = missing.values().stream().flatMap(List::stream).toList();
    if (from.isEmpty()) {
      boolean never = copied.isEmpty() && inbox.lacks(name) && !stamps.containsKey(name);
      return never || copied.equals(lines.stream().sorted().toList());
    }
    List<String> read = lines.subList(0, Math.min(copied.size(), lines.size()));
    int bytes = read.stream().mapToInt(line -> line.length() + 1).sum();
    return inbox.lacks(name)
        && from.equals(List.of(bytes))
        && read.size() < lines.size()
        && copied.equals(read.stream().sorted().toList());
  }

  /** It was found once, and all of it is in one batch. */
  private boolean isOfItsTime(
      String name,
      SortedMap<Long, List<String>> found,
      SortedMap<Long, List<Integer>> missing,
      boolean onTime) {
    SortedSet<Long> batches = new TreeSet<>(found.keySet());
    batches.addAll(missing.keySet());
    SortedSet<Long> at = stamps.getOrDefault(name, new TreeSet<>());
    boolean once = batches.size() <= 1 && at.size() <= 1;
    return once && (!onTime || batches.stream().allMatch(each -> isIn(each, at.first(), name)));
  }

  private boolean isIn(long batch, long stampMillis, String name) {
    long border = border(stampMillis);
    return batch == border || batch > border && inbox.wentEarly(name);
  }

  private long border(long stampMillis) {
    return (Math.floorDiv(stampMillis, intervalMillis) + 1) * intervalMillis;
  }
}
