package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** The values of each key in a batch put together by functions, in the order in which they come. */
final class CombineBranch implements Branch {
  private final boolean created;

  CombineBranch(Random random) {
    this.created = random.nextBoolean();
  }

  @Override
  public String text() {
    return created ? "combineByKey" : "aggregateByKey with functions";
  }

  @Override
  public boolean goesByOneStream() {
    return true;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> values = Keyed.values(readings.left()).named(name);
    PairDStream<String, String> texts =
        created
            ? values.combineByKey(
                v -> "first " + v, (s, v) -> s + "+" + v, CombineBranch::joined, Codecs.string())
            : values.aggregateByKey(
                () -> "zero", (s, v) -> s + "+" + v, CombineBranch::joined, Codecs.string());
    texts
        .mapValues(each -> each.replaceAll("zero|first ", ""), Codecs.string())
        .saveAsTextFiles(name);
  }

  private static String joined(String left, String right) {
    return left + (right.startsWith("zero") ? "" : "+") + right;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.left();
    for (long k : input.calendar.steps()) {
      TreeMap<String, List<String>> lists = new TreeMap<>();
      for (Input.Value v : input.batch(k)) {
        lists.computeIfAbsent(v.key(), key -> new ArrayList<>()).add(v.value() + "");
      }
      lists.forEach(
          (key, of) ->
              rows.add(
                  name + "-" + input.border(k),
                  Pair.of(key, (created ? "" : "+") + String.join("+", of)) + ""));
    }
  }
}
