package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows that never end against lists and a loop over batches, in peace and in trouble. */
class GlobalTest {
  private static final long T = 1000;

  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private long first;
  private long last;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resultsAreThoseOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(GlobalApp::new, seed);
    List<ShardRecords.InBatch> records = ShardRecords.of(worlds.calm().stream, T);
    first = records.get(0).k();
    last = records.get(records.size() - 1).k();
    records.removeIf(each -> !isReading(each.line()));
    counts(records);
    ticks(records);
    events(EventStep.of(worlds.calm(), GlobalApp.OUT_OF_ORDERNESS));
    SortedMap<String, List<String>> expected = atTheEnd(rows);

    for (World world : List.of(worlds.calm(), worlds.troubled())) {
      DisturbanceTest.assertSame(atTheEnd(world.rows()), expected);
    }
    for (String kind : List.of("tumbling", "sliding", "totals", "windows", "end", "events")) {
      assertThat(expected.keySet()).anyMatch(name -> name.startsWith(kind + "-"));
    }
  }

  private static boolean isReading(String line) {
    try {
      Reading.parse(line);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What comes from the last record on depends on when the input ends, but not what it is. */
  private SortedMap<String, List<String>> atTheEnd(SortedMap<String, List<String>> found) {
    SortedMap<String, List<String>> gathered = new TreeMap<>();
    found.forEach(
        (name, lines) -> {
          int dash = name.lastIndexOf('-');
          if (name.startsWith("late/") || name.startsWith("dead-letter/")) {
            return;
          }
          long millis = Long.parseLong(name.substring(dash + 1));
          if (name.startsWith("windows-") && millis > last * T) {
            return; // when the input ends moves results from one window to another
          }
          String kind = name.substring(0, dash);
          boolean end = !kind.equals("windows") && millis > last * T;
          gathered
              .computeIfAbsent(end ? kind + "-end" : name, directory -> new ArrayList<>())
              .addAll(lines);
        });
    gathered.values().forEach(lines -> lines.sort(null));
    return gathered;
  }

  private void counts(List<ShardRecords.InBatch> records) {
    SortedMap<String, List<Long>> values = new TreeMap<>();
    for (ShardRecords.InBatch each : records) {
      Reading reading = Reading.parse(each.line());
      List<Long> of = values.computeIfAbsent(reading.key(), key -> new ArrayList<>());
      of.add(reading.value());
      int size = of.size();
      if (size % GlobalApp.COUNT == 0) {
        row("tumbling", each.k(), reading.key(), last(of, GlobalApp.COUNT));
      }
      if (size % GlobalApp.SLIDE == 0) {
        row("sliding", each.k(), reading.key(), last(of, GlobalApp.SIZE));
      }
    }
    values.forEach((key, of) -> row("end", last, key, of.stream().mapToLong(each -> each).sum()));
  }

  private static List<Long> last(List<Long> values, long count) {
    return values.subList((int) Math.max(0, values.size() - count), values.size());
  }

  private void ticks(List<ShardRecords.InBatch> records) {
    SortedMap<String, Long> totals = new TreeMap<>();
    SortedMap<String, Long> sums = new TreeMap<>();
    SortedMap<String, Long> newest = new TreeMap<>();
    SortedMap<Long, Long> windows = new TreeMap<>();
    for (long k = first; k <= last; k++) {
      for (ShardRecords.InBatch each : records) {
        if (each.k() == k) {
          Reading reading = Reading.parse(each.line());
          totals.merge(reading.key(), reading.value(), Long::sum);
          sums.merge(reading.key(), reading.value(), Long::sum);
          newest.merge(reading.key(), each.clockMillis(), Math::max);
        }
      }
      long multiple = (k + 1) * T / GlobalApp.TICK_MILLIS * GlobalApp.TICK_MILLIS;
      if (multiple > k * T || k == last) {
        for (String key : sums.keySet()) {
          row("totals", k, key, totals.get(key));
          long time = Math.max(newest.get(key), k * T);
          long window = time / GlobalApp.WINDOW_MILLIS * GlobalApp.WINDOW_MILLIS;
          windows.merge(window + GlobalApp.WINDOW_MILLIS, sums.get(key), Long::sum);
        }
        sums.clear();
        newest.clear();
      }
    }
    windows.forEach(
        (end, sum) ->
            rows.computeIfAbsent("windows-" + end, name -> new ArrayList<>())
                .add("(all," + sum + ")"));
  }

  private void events(List<EventStep> steps) {
    SortedMap<String, List<Long>> values = new TreeMap<>();
    SortedMap<String, Long> due = new TreeMap<>();
    for (EventStep step : steps) {
      for (Reading each : step.readings()) {
        values.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each.value());
        long known = Math.max(each.timeMillis(), step.before());
        long multiple = Math.floorDiv(known, GlobalApp.EVENT_MILLIS) + 1;
        due.merge(each.key(), multiple * GlobalApp.EVENT_MILLIS, Math::min);
      }
      for (String key : List.copyOf(values.keySet())) {
        if (step.last() || due.get(key) <= step.after()) {
          row("events", step.k(), key, values.remove(key));
          due.remove(key);
        }
      }
    }
  }

  private void row(String kind, long k, String key, Object result) {
    rows.computeIfAbsent(kind + "-" + (k + 1) * T, name -> new ArrayList<>())
        .add("(" + key + "," + result + ")");
  }
}
