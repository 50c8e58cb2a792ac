package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import java.util.TreeMap;

/** The sum of each key's values in a batch. */
final class BatchBranch implements Branch {
  @Override
  public String text() {
    return "reduceByKey";
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    Keyed.values(readings.all()).named(name).reduceByKey(Long::sum).saveAsTextFiles(name);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    for (long k : input.calendar.steps()) {
      TreeMap<String, Long> sums = new TreeMap<>();
      input.batch(k).forEach(v -> sums.merge(v.key(), v.value(), Long::sum));
      sums.forEach((key, sum) -> rows.add(name + "-" + input.border(k), Pair.of(key, sum) + ""));
    }
  }
}
