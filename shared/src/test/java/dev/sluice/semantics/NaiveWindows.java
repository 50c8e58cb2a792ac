package dev.sluice.semantics;

import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sums by key and window as the documentation words them: every window that holds a time is looked
 * for one by one, and every record is kept.
 */
final class NaiveWindows {
  private static final long BATCH = 1000;

  private final Windows windows;
  private final long outOfOrderness;
  private final SortedMap<String, List<String>> lines = new TreeMap<>();
  private final SortedMap<Long, SortedMap<String, Long>> sums = new TreeMap<>();
  private Long watermark;

  NaiveWindows(Windows windows, Duration outOfOrderness) {
    this.windows = windows;
    this.outOfOrderness = outOfOrderness.toMillis();
  }

  /** What comes out for events by arrival stamp, which ascend. */
  SortedMap<String, List<String>> run(SortedMap<Long, List<Event>> byStamp, long farAhead) {
    SortedMap<Long, SortedMap<Long, List<Event>>> batches = new TreeMap<>();
    byStamp.forEach(
        (stamp, events) ->
            batches
                .computeIfAbsent((Math.floorDiv(stamp, BATCH) + 1) * BATCH, b -> new TreeMap<>())
                .put(stamp, events));
    batches.forEach((border, of) -> batch(border, of, farAhead));
    sums.forEach(
        (end, byKey) -> {
          if (watermark == null || end > watermark) {
            publish("sums-" + end, byKey);
          }
        });
    lines.values().forEach(of -> of.sort(null));
    return lines;
  }

  private void batch(long border, Map<Long, List<Event>> batch, long farAhead) {
    Long newest = null;
    SortedMap<Long, TreeSet<String>> revised = new TreeMap<>();
    for (Map.Entry<Long, List<Event>> each : batch.entrySet()) {
      for (Event event : each.getValue()) {
        boolean far = event.timeMillis() > each.getKey() + farAhead;
        if (!far) {
          newest = newest == null ? event.timeMillis() : Math.max(newest, event.timeMillis());
        }
        List<Long> ends = endsOf(event.timeMillis());
        List<Long> counting = far ? List.of() : ends.stream().filter(this::counts).toList();
        if (counting.isEmpty() && !ends.isEmpty()) {
          line("late/sums-" + border + ".csv", event.key() + "," + event.value());
        }
        for (long end : counting) {
          sums.computeIfAbsent(end, e -> new TreeMap<>())
              .merge(event.key(), event.value(), Long::sum);
          if (watermark != null && end <= watermark) {
            revised.computeIfAbsent(end, e -> new TreeSet<>()).add(event.key());
          }
        }
      }
    }
    revised.forEach(
        (end, keys) -> {
          SortedMap<String, Long> changed = new TreeMap<>(sums.get(end));
          changed.keySet().retainAll(keys);
          publish("sums-" + end + "-r" + border, changed);
        });
    if (newest != null) {
      move(newest - outOfOrderness);
    }
  }

  private void move(long to) {
    if (watermark != null && to <= watermark) {
      return;
    }
    sums.forEach(
        (end, byKey) -> {
          if ((watermark == null || end > watermark) && end <= to) {
            publish("sums-" + end, byKey);
          }
        });
    watermark = to;
  }

  private boolean counts(long end) {
    return watermark == null || end > watermark - windows.lateness().toMillis();
  }

  private List<Long> endsOf(long time) {
    long size = windows.size().toMillis();
    List<Long> ends = new ArrayList<>();
    for (long start = time; start > time - size; start--) {
      if (Math.floorMod(start - windows.offset().toMillis(), windows.slide().toMillis()) == 0) {
        ends.add(start + size);
      }
    }
    return ends;
  }

  private void publish(String directory, SortedMap<String, Long> byKey) {
    byKey.forEach((key, sum) -> line(directory, key + "=" + sum));
  }

  private void line(String directory, String line) {
    lines.computeIfAbsent(directory, d -> new ArrayList<>()).add(line);
  }
}
