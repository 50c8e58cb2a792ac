package dev.sluice.simulation.pipeline;

import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sums of each key's values in windows of event time, as they close and are revised. */
record WindowSums(Cut cut, long lateness) {
  /** Takes what must come. */
  interface Results {
    /**
     * @param end of the window
     * @param revised the border at which it is revised, if it was closed before
     */
    void take(long end, OptionalLong revised, String key, long sum);
  }

  Windows windows() {
    return lateness == 0 ? cut.windows() : cut.windows().withLateness(Duration.ofMillis(lateness));
  }

  @Override
  public String toString() {
    return cut + ", lateness " + lateness + " ms";
  }

  void expect(Input input, String name, Rows rows, Results results) {
    Map<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    Set<Long> published = new HashSet<>();
    for (long k : input.calendar.steps()) {
      Map<Long, TreeSet<String>> revised = new TreeMap<>();
      OnTime.windows(
          input,
          k,
          cut,
          lateness,
          name,
          rows,
          (end, v) -> {
            Sums.add(sums, end, v);
            if (end <= input.watermarkBefore(k)) {
              revised.computeIfAbsent(end, e -> new TreeSet<>()).add(v.key());
            }
          });
      // A window that closed without values comes out as a revision only.
      published.addAll(revised.keySet());
      OptionalLong border = OptionalLong.of(input.border(k));
      revised.forEach(
          (end, keys) ->
              keys.forEach(key -> results.take(end, border, key, sums.get(end).get(key))));
      sums.forEach(
          (end, keys) -> {
            if (end <= input.over(k) && published.add(end)) {
              keys.forEach((key, sum) -> results.take(end, OptionalLong.empty(), key, sum));
            }
          });
    }
  }
}
