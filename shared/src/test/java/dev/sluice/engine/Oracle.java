package dev.sluice.engine;

import dev.sluice.api.Windows;
import dev.sluice.engine.ShardRecords.InBatch;
import dev.sluice.memory.MemoryStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link TestApp} must give for a stream, written down as plainly as can be: one list of
 * records, one loop over intervals, no lanes, panes, partials or buckets.
 */
final class Oracle {
  private static final long T = 1000;
  private static final long MAX_AHEAD = 3600_000;

  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private final List<String> badLines = new ArrayList<>();
  private final Map<String, SortedMap<Long, SortedMap<String, Long>>> windows = new HashMap<>();
  private final Map<String, Set<Long>> closed = new HashMap<>();
  private long watermark = Long.MIN_VALUE;
  private long records;
  private long fragile;

  private Oracle() {}

  static Oracle of(MemoryStream stream) {
    Oracle oracle = new Oracle();
    List<InBatch> inputs = ShardRecords.of(stream, T);
    oracle.records = inputs.size();
    for (long k : inputs.stream().mapToLong(InBatch::k).distinct().toArray()) {
      oracle.step(k, inputs.stream().filter(each -> each.k() == k).toList());
    }
    oracle.terminate();
    oracle.rows.values().forEach(lines -> lines.sort(null));
    return oracle;
  }

  SortedMap<String, List<String>> rows() {
    return rows;
  }

  List<String> badLines() {
    return badLines;
  }

  /** The counters that it knows. Each row of a result that fails behind a shuffle is one too. */
  SortedMap<String, Long> counters() {
    SortedMap<String, Long> counters = new TreeMap<>();
    counters.put("records", records);
    counters.put("dead-letters", badLines.size() + fragile);
    counters.put(
        "late",
        rows.entrySet().stream()
            .filter(each -> each.getKey().startsWith("late/"))
            .mapToLong(each -> each.getValue().size())
            .sum());
    return counters;
  }

  private void step(long k, List<InBatch> inputs) {
    long border = (k + 1) * T;
    SortedMap<String, Long> batch = new TreeMap<>();
    SortedMap<String, String> joined = new TreeMap<>();
    Map<Long, Set<String>> revised = new TreeMap<>();
    long newest = Long.MIN_VALUE;
    for (InBatch input : inputs) {
      Reading r;
      try {
        r = Reading.parse(input.line());
      } catch (NumberFormatException e) {
        badLines.add(input.line());
        continue;
      }
      batch.merge(r.key(), r.value(), Long::sum);
      joined.merge(r.key(), r.value() + "", (a, b) -> a + "+" + b);
      if (r.value() < 10) {
        row("alerts-" + border + ".csv", r.line());
      }
      for (long e : endsOf(input.clockMillis(), TestApp.SLIDING)) {
        add("arrival", e, r.key(), r.value());
      }
      for (long e : endsOf(input.clockMillis(), TestApp.TUMBLING)) {
        add("inner", e, "sum", r.value());
      }
      if (r.timeMillis() > input.stampMillis() + MAX_AHEAD) {
        late("sliding", TestApp.SLIDING, r, "far ahead", border);
        late("patient", TestApp.TUMBLING, r, "far ahead", border);
        continue;
      }
      newest = Math.max(newest, Math.min(r.timeMillis(), border));
      takeSliding(r, border);
      takePatient(r, border, revised);
    }
    fragile += batch.values().stream().filter(sum -> sum % 7 == 0).count();
    joined.forEach((key, values) -> row("joined-" + border, "(" + key + "," + values + ")"));
    batch.forEach((key, sum) -> row("batch-" + border, "(" + key + "," + sum + ")"));
    batch.values().stream()
        .filter(sum -> sum % 7 != 0)
        .forEach(sum -> row("fragile-" + border, "" + sum / (sum % 7)));
    revised.forEach(
        (e, keys) ->
            keys.forEach(
                key ->
                    row(
                        "patient-" + e + "-r" + border + ".csv",
                        e + "," + key + "," + windows.get("patient").get(e).get(key))));
    if (newest != Long.MIN_VALUE) {
      watermark = Math.max(watermark, newest - TestApp.OUT_OF_ORDERNESS.toMillis());
    }
    closeEventTime(watermark);
  }

  private void takeSliding(Reading r, long border) {
    List<Long> open =
        endsOf(r.timeMillis(), TestApp.SLIDING).stream().filter(e -> e > watermark).toList();
    open.forEach(e -> add("sliding", e, r.key(), r.value()));
    if (open.isEmpty()) {
      late("sliding", TestApp.SLIDING, r, "late", border);
    }
  }

  private void takePatient(Reading r, long border, Map<Long, Set<String>> revised) {
    long e = endsOf(r.timeMillis(), TestApp.TUMBLING).get(0);
    if (watermark != Long.MIN_VALUE && e <= watermark - TestApp.LATENESS.toMillis()) {
      late("patient", TestApp.TUMBLING, r, "late", border);
      return;
    }
    add("patient", e, r.key(), r.value());
    if (e <= watermark) {
      revised.computeIfAbsent(e, x -> new HashSet<>()).add(r.key());
    }
  }

  private void closeEventTime(long upTo) {
    close("sliding", upTo)
        .forEach(
            (e, sums) -> {
              publish("sliding", e, sums);
              long total = sums.values().stream().mapToLong(v -> v).sum();
              add("totals", endsOf(e - 1, TestApp.TUMBLING).get(0), "all", total);
            });
    close("patient", upTo).forEach((e, sums) -> publish("patient", e, sums));
    close("totals", upTo).forEach((e, sums) -> publish("totals", e, sums));
  }

  private void terminate() {
    closeEventTime(Long.MAX_VALUE);
    close("arrival", Long.MAX_VALUE).forEach((e, sums) -> publish("arrival", e, sums));
    close("inner", Long.MAX_VALUE)
        .forEach((e, sums) -> row("outer-" + e, "(sum," + sums.get("sum") + ")"));
  }

  /** The windows that end by a watermark and were not closed before. */
  private SortedMap<Long, SortedMap<String, Long>> close(String name, long upTo) {
    SortedMap<Long, SortedMap<String, Long>> due = new TreeMap<>();
    Set<Long> done = closed.computeIfAbsent(name, n -> new HashSet<>());
    windows
        .getOrDefault(name, new TreeMap<>())
        .forEach(
            (e, sums) -> {
              if (e <= upTo && done.add(e) && !(name.equals("patient") && e <= patientClosed)) {
                due.put(e, sums);
              }
            });
    if (name.equals("patient")) {
      patientClosed = Math.max(patientClosed, upTo);
    }
    return due;
  }

  /** A late value may open a window that has closed empty: it comes out as a revision only. */
  private long patientClosed = Long.MIN_VALUE;

  private void publish(String name, long e, SortedMap<String, Long> sums) {
    sums.forEach((key, sum) -> row(name + "-" + e + ".csv", e + "," + key + "," + sum));
  }

  private void add(String name, long e, String key, long value) {
    windows
        .computeIfAbsent(name, n -> new TreeMap<>())
        .computeIfAbsent(e, x -> new TreeMap<>())
        .merge(key, value, Long::sum);
  }

  private void late(String operator, Windows windows, Reading r, String why, long border) {
    List<Long> ends = endsOf(r.timeMillis(), windows);
    long e = ends.get(ends.size() - 1);
    row(
        "late/" + operator + "-" + border + ".csv",
        String.join(
            ",",
            Instant.ofEpochMilli(e - windows.size().toMillis()).toString(),
            Instant.ofEpochMilli(e).toString(),
            Instant.ofEpochMilli(r.timeMillis()).toString(),
            why,
            r.key(),
            "" + r.value()));
  }

  private void row(String directory, String row) {
    rows.computeIfAbsent(directory, d -> new ArrayList<>()).add(row);
  }

  /** The ends of all windows that hold a time, ascending. */
  private static List<Long> endsOf(long time, Windows windows) {
    long size = windows.size().toMillis();
    List<Long> ends = new ArrayList<>();
    for (long start = Math.floorDiv(time, 1000) * 1000 - size; start <= time; start += 1000) {
      boolean onGrid = Math.floorMod(start, windows.slide().toMillis()) == 0;
      if (onGrid && start <= time && time < start + size) {
        ends.add(start + size);
      }
    }
    return ends;
  }
}
