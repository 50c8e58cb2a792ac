package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Windows that give results before they close: every so often, or every so many values. */
final class EarlyBranch implements Branch {
  private final boolean told;
  private final Cut cut;
  private final long lateness;
  private final boolean byTime;
  private final long every;

  EarlyBranch(Random random) {
    this(random, false);
  }

  /**
   * @param told whether results say themselves which they are
   */
  private EarlyBranch(Random random, boolean told) {
    this.told = told;
    this.cut = Cut.draw(random);
    this.lateness = random.nextInt(2) * 1_000 * random.nextInt(6);
    this.byTime = random.nextBoolean();
    this.every = byTime ? 700 * (1 + random.nextInt(6)) : 1 + random.nextInt(4);
  }

  /** By mapResults. */
  static EarlyBranch told(Random random) {
    return new EarlyBranch(random, true);
  }

  @Override
  public String text() {
    return (told ? "mapResults of windows of " : "windows of ")
        + cut
        + ", lateness "
        + lateness
        + " ms, early results every "
        + every
        + (byTime ? " ms" : " values");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    Windows windows = cut.windows();
    PairDStream<String, Long> sums =
        Keyed.values(readings.all())
            .named(name)
            .reduceByKeyAndWindow(
                Long::sum,
                lateness == 0 ? windows : windows.withLateness(Duration.ofMillis(lateness)),
                byTime
                    ? EarlyResults.every(Duration.ofMillis(every))
                    : EarlyResults.everyRecords(every));
    DStream<String> rows =
        told
            ? sums.mapResults(Told::text)
            : sums.mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum);
    rows.saveAsTextFiles(name);
  }

  /** A result of a window and key. */
  private static final class Result {
    final List<Long> values = new ArrayList<>();
    boolean waits;
    boolean reached;
    boolean revised;

    String row(long end, String key) {
      return end + "," + key + "," + values.stream().mapToLong(x -> x).sum();
    }
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    TreeMap<Long, TreeMap<String, Result>> results = new TreeMap<>();
    TreeSet<Long> closed = new TreeSet<>();
    for (long k : input.calendar.all()) {
      long before = input.watermarkBefore(k);
      long over = input.over(k);
      // What is closed gives nothing more, unless a value came for it just now.
      TreeSet<Long> ends = new TreeSet<>(results.tailMap(before, false).keySet());
      OnTime.windows(
          input,
          k,
          cut,
          lateness,
          name,
          rows,
          (end, v) -> {
            Result result =
                results
                    .computeIfAbsent(end, e -> new TreeMap<>())
                    .computeIfAbsent(v.key(), key -> new Result());
            ends.add(end);
            result.values.add(v.value());
            result.waits |= end > before;
            result.reached |= end > before && result.values.size() % every == 0;
            result.revised |= end <= before;
          });
      for (long end : ends) {
        boolean closes = end > before && end <= over && closed.add(end);
        results
            .get(end)
            .forEach(
                (key, result) -> {
                  if (result.revised) {
                    rows.add(
                        name + "-" + end + "-r" + input.border(k),
                        result.row(end, key) + (told ? Told.revised(input.border(k)) : ""));
                  }
                  if (closes) {
                    rows.add(name + "-" + end, result.row(end, key));
                  } else if (end > over && isEarly(result, k, input)) {
                    rows.add(
                        name + "-" + end + "-e" + input.border(k),
                        result.row(end, key) + (told ? Told.early() : ""));
                    result.waits = false;
                  }
                  result.revised = false;
                  result.reached = false;
                });
      }
    }
  }

  private boolean isEarly(Result result, long k, Input input) {
    if (!byTime) {
      return result.reached;
    }
    boolean isTime =
        Math.floorDiv(input.border(k), every) > Math.floorDiv(input.border(k - 1), every);
    return result.waits && isTime;
  }
}
