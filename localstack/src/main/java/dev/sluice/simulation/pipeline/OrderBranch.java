package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import java.util.TreeMap;

/** The values of each key in a batch one behind the other: shows the order in which they come. */
final class OrderBranch implements Branch {
  @Override
  public String text() {
    return "reduceByKey in order";
  }

  @Override
  public void define(DStream<Reading> readings, String name) {
    Keyed.texts(readings).named(name).reduceByKey((a, b) -> a + "+" + b).saveAsTextFiles(name);
  }

  @Override
  public void expect(Input input, String name, Rows rows) {
    for (long k : input.intervals()) {
      TreeMap<String, String> joined = new TreeMap<>();
      input
          .batch(k)
          .forEach(
              v ->
                  joined.merge(v.reading().key(), v.reading().value() + "", (a, b) -> a + "+" + b));
      joined.forEach((key, all) -> rows.add(name + "-" + input.border(k), Pair.of(key, all) + ""));
    }
  }
}
