package dev.sluice.simulation.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What sessions must give.
 *
 * @param gap in milliseconds
 * @param lateness in milliseconds
 */
record SessionResults(long gap, long lateness, Often often, Fold fold) {

  @Override
  public String toString() {
    return "a gap of " + gap + " ms, lateness " + lateness + " ms, " + often;
  }

  /** A session of a key: {@code [start, end)}. */
  private static final class Session {
    final List<Input.Value> values = new ArrayList<>();
    long start;
    long end;

    /** How many of the values no early result stands for. */
    long left;

    /** Whether a late value has changed it in this batch. */
    boolean revised;
  }

  void expect(Input input, String name, Rows rows) {
    TreeMap<String, List<Session>> kept = new TreeMap<>();
    for (long k : input.calendar.all()) {
      long before = input.watermarkBefore(k);
      long border = input.border(k);
      for (Input.Value v : input.batch(k)) {
        long end = v.timeMillis() + gap;
        if (v.isFarAhead()) {
          rows.late(name, border, v, fold);
        } else if (isOver(end, before)) {
          rows.late(name, border, v.timeMillis(), end, v, fold.late(v));
        } else {
          Session of = taken(v, kept.computeIfAbsent(fold.key(v), key -> new ArrayList<>()));
          of.revised = of.end <= before;
        }
      }
      if (often.isComplete() && !input.calendar.withRecords().contains(k)) {
        continue;
      }
      long over = input.over(k);
      kept.forEach((key, all) -> all.forEach(of -> give(of, key, k, input, name, rows)));
      kept.values().forEach(all -> all.removeIf(of -> isOver(of.end, over)));
      kept.values().removeIf(List::isEmpty);
    }
  }

  private boolean isOver(long end, long watermark) {
    return !often.isComplete() && watermark != Long.MIN_VALUE && end <= watermark - lateness;
  }

  /** A value goes behind those of all sessions that it touches, which are one from then on. */
  private Session taken(Input.Value v, List<Session> sessions) {
    Session one = new Session();
    one.start = v.timeMillis();
    one.end = v.timeMillis() + gap;
    sessions.sort(Comparator.comparingLong(each -> each.start));
    for (Session each : List.copyOf(sessions)) {
      if (each.start <= v.timeMillis() + gap && v.timeMillis() <= each.end) {
        one.start = Math.min(one.start, each.start);
        one.end = Math.max(one.end, each.end);
        one.values.addAll(each.values);
        one.left += each.left;
        sessions.remove(each);
      }
    }
    one.values.add(v);
    one.left++;
    sessions.add(one);
    return one;
  }

  private void give(Session of, String key, long k, Input input, String name, Rows rows) {
    String directory = name + "-" + of.end;
    boolean early = isEarly(of, k, input);
    if (often.isComplete()) {
      row(name + "-" + input.border(k), of, key, "", rows);
    } else if (of.revised) {
      row(directory + "-r" + input.border(k), of, key, "-r" + input.border(k), rows);
    } else if (of.end > input.over(k)) {
      if (early) {
        row(directory + "-e" + input.border(k), of, key, "-e", rows);
      }
    } else if (of.end > input.watermarkBefore(k)) {
      row(directory, of, key, "", rows);
    }
    of.revised = false;
  }

  /** Whether it gives an early result, if it is open; by number what is left over counts on. */
  private boolean isEarly(Session of, long k, Input input) {
    boolean early =
        often.isByNumber() ? of.left >= often.every() : often.isTime(input, k) && of.left > 0;
    if (often.isByNumber()) {
      of.left %= often.every();
    } else if (early && of.end > input.over(k)) {
      of.left = 0;
    }
    return early;
  }

  private void row(String directory, Session of, String key, String which, Rows rows) {
    rows.add(directory, Fold.line(of.start, of.end, key, fold.of(of.values), which));
  }
}
