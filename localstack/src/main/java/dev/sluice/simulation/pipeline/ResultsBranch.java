package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sums by window with all that is known of a result: its window, and what it revises. */
final class ResultsBranch implements Branch {
  private static final long FROM = 1_008_000;
  private static final long TO = 1_020_000;

  private final Cut cut;
  private final long lateness;
  private final boolean sliced;

  ResultsBranch(Random random) {
    this.cut = Cut.draw(random);
    this.lateness = 1_000 * random.nextInt(10);
    this.sliced = random.nextInt(3) == 0;
  }

  @Override
  public String text() {
    return "mapResults of windows of "
        + cut
        + ", lateness "
        + lateness
        + " ms"
        + (sliced ? ", sliced" : "");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    Windows windows =
        lateness == 0 ? cut.windows() : cut.windows().withLateness(Duration.ofMillis(lateness));
    DStream<String> results =
        Keyed.values(readings.all())
            .named(name)
            .reduceByKeyAndWindow(Long::sum, windows)
            .mapResults(Told::text);
    (sliced ? results.slice(Instant.ofEpochMilli(FROM), Instant.ofEpochMilli(TO)) : results)
        .saveAsTextFiles(name);
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
      published.addAll(revised.keySet());
      long border = input.border(k);
      revised.forEach(
          (end, keys) ->
              keys.forEach(
                  key ->
                      row(
                          name + "-" + end + "-r" + border,
                          end,
                          key + "," + sums.get(end).get(key) + Told.revised(border),
                          rows)));
      sums.forEach(
          (end, keys) -> {
            if (end <= input.over(k) && published.add(end)) {
              keys.forEach((key, sum) -> row(name + "-" + end, end, key + "," + sum, rows));
            }
          });
    }
  }

  private void row(String directory, long end, String rest, Rows rows) {
    if (!sliced || end >= FROM && end <= TO) {
      rows.add(directory, end + "," + rest);
    }
  }
}
