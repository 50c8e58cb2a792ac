package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sums in the modes UPDATE and COMPLETE, over all time and by window. */
final class ModeBranch implements Branch {
  private final OutputMode mode;
  private final boolean windowed;
  private final Cut cut;
  private final long lateness;

  ModeBranch(Random random) {
    this.mode = random.nextBoolean() ? OutputMode.UPDATE : OutputMode.COMPLETE;
    this.windowed = random.nextBoolean();
    this.cut = Cut.draw(random);
    this.lateness = random.nextInt(2) * 1_000 * random.nextInt(6);
  }

  @Override
  public String text() {
    return "mode "
        + mode
        + (windowed ? " in windows of " + cut + ", lateness " + lateness + " ms" : "");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> values = Keyed.values(readings.all()).named(name);
    if (windowed) {
      Windows windows = cut.windows();
      values
          .reduceByKeyAndWindow(
              Long::sum,
              lateness == 0 || mode == OutputMode.COMPLETE
                  ? windows
                  : windows.withLateness(Duration.ofMillis(lateness)),
              mode)
          .mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum)
          .saveAsTextFiles(name);
    } else {
      values.reduceByKey(Long::sum, mode).saveAsTextFiles(name);
    }
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    if (windowed) {
      windows(inputs.all(), name, rows);
    } else {
      totals(inputs.all(), name, rows);
    }
  }

  private void totals(Input input, String name, Rows rows) {
    TreeMap<String, Long> sums = new TreeMap<>();
    for (long k : input.calendar.withRecords()) {
      TreeSet<String> given = new TreeSet<>();
      for (Input.Value v : input.batch(k)) {
        sums.merge(v.key(), v.value(), Long::sum);
        given.add(v.key());
      }
      (mode == OutputMode.COMPLETE ? sums.keySet() : given)
          .forEach(key -> rows.add(name + "-" + input.border(k), Pair.of(key, sums.get(key)) + ""));
    }
  }

  private void windows(Input input, String name, Rows rows) {
    boolean all = mode == OutputMode.COMPLETE;
    Map<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    for (long k : input.calendar.withRecords()) {
      Map<Long, TreeSet<String>> given = new TreeMap<>();
      OnTime.windows(
          input,
          k,
          cut,
          all ? Long.MAX_VALUE : lateness,
          name,
          rows,
          (end, v) -> {
            Sums.add(sums, end, v);
            given.computeIfAbsent(end, e -> new TreeSet<>()).add(v.key());
          });
      if (all) {
        String directory = name + "-" + input.border(k);
        sums.forEach(
            (end, keys) ->
                keys.forEach((key, sum) -> rows.add(directory, end + "," + key + "," + sum)));
      } else {
        given.forEach(
            (end, keys) ->
                keys.forEach(
                    key ->
                        rows.add(
                            name + "-" + end + "-r" + input.border(k),
                            end + "," + key + "," + sums.get(end).get(key))));
      }
    }
  }
}
