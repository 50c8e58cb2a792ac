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
  public void define(DStream<Reading> readings, String name) {
    Keyed.values(readings).named(name).reduceByKey(Long::sum).saveAsTextFiles(name);
  }

  @Override
  public void expect(Input input, String name, Rows rows) {
    for (long k : input.intervals()) {
      TreeMap<String, Long> sums = new TreeMap<>();
      input.batch(k).forEach(v -> sums.merge(v.reading().key(), v.reading().value(), Long::sum));
      sums.forEach((key, sum) -> rows.add(name + "-" + input.border(k), Pair.of(key, sum) + ""));
    }
  }
}
