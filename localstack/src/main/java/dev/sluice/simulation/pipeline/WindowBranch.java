package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sum of each key's values in windows of event time, with and without lateness, inverse and
 * filter.
 */
final class WindowBranch implements Branch {
  private final Cut cut;
  private final long lateness;
  private final boolean filtered;

  WindowBranch(Random random) {
    this.cut = Cut.draw(random);
    this.lateness = random.nextInt(2) * 1_000 * random.nextInt(10);
    this.filtered = random.nextInt(3) == 0;
  }

  @Override
  public String text() {
    return "windows of "
        + cut
        + ", lateness "
        + lateness
        + " ms"
        + (filtered ? ", inverse and filter" : "");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    Windows windows =
        lateness == 0 ? cut.windows() : cut.windows().withLateness(Duration.ofMillis(lateness));
    PairDStream<String, Long> values = Keyed.values(readings.all()).named(name);
    (filtered
            ? values.reduceByKeyAndWindow(
                Long::sum, (a, b) -> a - b, windows, pair -> isKept(pair.value()))
            : values.reduceByKeyAndWindow(Long::sum, windows))
        .mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles(name, "csv");
  }

  private static boolean isKept(long sum) {
    return sum % 3 != 0;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
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
            sums.computeIfAbsent(end, e -> new TreeMap<>()).merge(v.key(), v.value(), Long::sum);
            if (end <= input.watermarkBefore(k)) {
              revised.computeIfAbsent(end, e -> new TreeSet<>()).add(v.key());
            }
          });
      // A window that closed without values comes out as a revision only.
      published.addAll(revised.keySet());
      revised.forEach(
          (end, keys) ->
              keys.forEach(
                  key ->
                      row(name, end, "-r" + input.border(k), key, sums.get(end).get(key), rows)));
      sums.forEach(
          (end, keys) -> {
            if (end <= input.over(k) && published.add(end)) {
              keys.forEach((key, sum) -> row(name, end, "", key, sum, rows));
            }
          });
    }
  }

  private void row(String name, long end, String suffix, String key, long sum, Rows rows) {
    if (!filtered || isKept(sum)) {
      rows.add(name + "-" + end + suffix + ".csv", end + "," + key + "," + sum);
    }
  }
}
