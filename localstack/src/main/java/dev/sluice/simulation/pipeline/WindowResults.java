package dev.sluice.simulation.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What windows must give.
 *
 * @param lateness in milliseconds
 */
record WindowResults(Cut cut, long lateness, Often often, Fold fold) {

  @Override
  public String toString() {
    return cut + ", lateness " + lateness + " ms, " + often;
  }

  /** A result of a window and key. */
  private static final class Result {
    final List<Input.Value> values = new ArrayList<>();

    /** Whether values came in this batch, and whether their number passed one that gives. */
    boolean fresh;

    boolean reached;

    /** Whether values came that no early result stands for. */
    boolean waits;
  }

  void expect(Input input, String name, Rows rows) {
    TreeMap<Long, TreeMap<String, Result>> results = new TreeMap<>();
    for (long k : input.calendar.all()) {
      long before = input.watermarkBefore(k);
      TreeSet<Long> ends = new TreeSet<>(results.tailMap(before, false).keySet());
      OnTime.windows(
          input,
          k,
          cut,
          often.isComplete() ? Long.MAX_VALUE : lateness,
          (end, v) ->
              rows.late(name, input.border(k), end - cut.size(), end, v, fold.key(v), fold.late(v)),
          (end, v) -> {
            take(v, results.computeIfAbsent(end, e -> new TreeMap<>()));
            ends.add(end);
          });
      if (often.isComplete()) {
        if (input.calendar.withRecords().contains(k)) {
          results.forEach(
              (end, keys) ->
                  keys.forEach(
                      (key, of) -> row(name + "-" + input.border(k), end, key, of, "", rows)));
        }
        continue;
      }
      for (long end : ends) {
        results.get(end).forEach((key, of) -> give(of, key, end, k, input, name, rows));
      }
    }
  }

  private void take(Input.Value v, TreeMap<String, Result> results) {
    Result result = results.computeIfAbsent(fold.key(v), key -> new Result());
    result.values.add(v);
    result.fresh = true;
    result.waits = true;
    result.reached |= result.values.size() % often.every() == 0;
  }

  private void give(Result of, String key, long end, long k, Input input, String name, Rows rows) {
    String directory = name + "-" + end;
    String border = "" + input.border(k);
    boolean closed = end <= input.watermarkBefore(k);
    if (often.isUpdate() || closed) {
      if (of.fresh) {
        row(directory + "-r" + border, end, key, of, "-r" + border, rows);
      }
    } else if (end <= input.over(k)) {
      row(directory, end, key, of, "", rows);
    } else if (often.isByNumber() ? of.reached : of.waits && often.isTime(input, k)) {
      row(directory + "-e" + border, end, key, of, "-e", rows);
      of.waits = false;
    }
    of.fresh = false;
    of.reached = false;
  }

  /** Values are combined by panes, and within one in the order in which they came. */
  private void row(String directory, long end, String key, Result of, String which, Rows rows) {
    List<Input.Value> values = new ArrayList<>(of.values);
    values.sort(Comparator.comparingLong(v -> cut.pane(v.timeMillis())));
    String result = fold.of(values);
    rows.add(
        directory, fold.hasKeys() ? Fold.line(end - cut.size(), end, key, result, which) : result);
  }
}
