package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** The values of each key in a batch one behind the other: shows the order in which they come. */
final class OrderBranch implements Branch {
  private final boolean grouped;

  OrderBranch(Random random) {
    this.grouped = random.nextBoolean();
  }

  @Override
  public String text() {
    return grouped ? "groupByKey" : "reduceByKey in order";
  }

  @Override
  public boolean goesByOneStream() {
    return true;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, String> texts = Keyed.texts(readings.left()).named(name);
    if (grouped) {
      texts.groupByKey().saveAsTextFiles(name);
    } else {
      texts.reduceByKey((a, b) -> a + "+" + b).saveAsTextFiles(name);
    }
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.left();
    for (long k : input.calendar.steps()) {
      TreeMap<String, List<String>> lists = new TreeMap<>();
      input
          .batch(k)
          .forEach(
              v -> lists.computeIfAbsent(v.key(), key -> new ArrayList<>()).add(v.value() + ""));
      lists.forEach(
          (key, of) ->
              rows.add(
                  name + "-" + input.border(k),
                  Pair.of(key, grouped ? of + "" : String.join("+", of)) + ""));
    }
  }
}
