package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sum of each key's values in windows of event time, with and without lateness. */
final class WindowBranch implements Branch {
  private final long size;
  private final long slide;
  private final long offset;
  private final long lateness;

  WindowBranch(Random random) {
    this.slide = 1_000 * (1 + random.nextInt(6));
    this.size = slide * (1 + random.nextInt(3)) + 1_000 * random.nextInt(2);
    this.offset = 500 * random.nextInt(4);
    this.lateness = random.nextInt(2) * 1_000 * random.nextInt(10);
  }

  @Override
  public String text() {
    return "window of "
        + size
        + " ms every "
        + slide
        + " ms from "
        + offset
        + " ms, lateness "
        + lateness
        + " ms";
  }

  private Windows windows() {
    Windows windows =
        Windows.sliding(Duration.ofMillis(size), Duration.ofMillis(slide))
            .withOffset(Duration.ofMillis(offset));
    return lateness == 0 ? windows : windows.withLateness(Duration.ofMillis(lateness));
  }

  @Override
  public void define(DStream<Reading> readings, String name) {
    Keyed.values(readings)
        .named(name)
        .reduceByKeyAndWindow(Long::sum, windows())
        .mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles(name, "csv");
  }

  @Override
  public void expect(Input input, String name, Rows rows) {
    Map<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    Set<Long> published = new HashSet<>();
    long before = Long.MIN_VALUE;
    for (long k : input.intervals()) {
      Map<Long, TreeSet<String>> revised = new TreeMap<>();
      for (Input.Value v : input.batch(k)) {
        take(v, before, input.border(k), name, sums, revised, rows);
      }
      // A window that closed without values comes out as a revision only.
      published.addAll(revised.keySet());
      revised.forEach(
          (end, keys) ->
              keys.forEach(
                  key ->
                      rows.add(
                          name + "-" + end + "-r" + input.border(k) + ".csv",
                          end + "," + key + "," + sums.get(end).get(key))));
      before = input.watermark(k);
      publish(before, name, sums, published, rows);
    }
    publish(Long.MAX_VALUE, name, sums, published, rows);
  }

  private void take(
      Input.Value v,
      long before,
      long border,
      String name,
      Map<Long, TreeMap<String, Long>> sums,
      Map<Long, TreeSet<String>> revised,
      Rows rows) {
    List<Long> ends = ends(v.reading().timeMillis());
    if (ends.isEmpty()) {
      return;
    }
    boolean taken = false;
    for (long end : ends) {
      if (!v.isFarAhead() && (before == Long.MIN_VALUE || end > before - lateness)) {
        taken = true;
        sums.computeIfAbsent(end, e -> new TreeMap<>())
            .merge(v.reading().key(), v.reading().value(), Long::sum);
        if (end <= before) {
          revised.computeIfAbsent(end, e -> new TreeSet<>()).add(v.reading().key());
        }
      }
    }
    if (!taken) {
      long end = ends.get(ends.size() - 1);
      rows.late(
          name,
          border,
          String.join(
              ",",
              Instant.ofEpochMilli(end - size) + "",
              Instant.ofEpochMilli(end) + "",
              Instant.ofEpochMilli(v.reading().timeMillis()) + "",
              v.isFarAhead() ? "far ahead" : "late",
              v.reading().key(),
              v.reading().value() + ""));
    }
  }

  private void publish(
      long watermark,
      String name,
      Map<Long, TreeMap<String, Long>> sums,
      Set<Long> published,
      Rows rows) {
    sums.forEach(
        (end, keys) -> {
          if (end <= watermark && published.add(end)) {
            keys.forEach(
                (key, sum) -> rows.add(name + "-" + end + ".csv", end + "," + key + "," + sum));
          }
        });
  }

  /** The ends of all windows that hold a time, ascending. */
  private List<Long> ends(long time) {
    List<Long> ends = new ArrayList<>();
    long last = Math.floorDiv(time - offset, slide) * slide + offset;
    for (long start = last; start > time - size; start -= slide) {
      ends.add(0, start + size);
    }
    return ends;
  }
}
