package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import java.util.Random;
import java.util.TreeMap;

/** Sums by windows of arrival time, where nothing is late. */
final class ArrivalBranch implements Branch {
  private final Cut cut;

  ArrivalBranch(Random random) {
    this.cut = Cut.draw(random);
  }

  @Override
  public String text() {
    return "windows of arrival of " + cut;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    Keyed.values(readings.plain())
        .named(name)
        .reduceByKeyAndWindow(Long::sum, cut.windows())
        .mapWithWindow((w, key, sum) -> w.startMillis() + "," + key + "," + sum)
        .saveAsTextFiles(name, "csv");
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    TreeMap<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    for (long k : inputs.plain().calendar.steps()) {
      for (Input.Value v : inputs.plain().batch(k)) {
        for (long end : cut.ends(v.arrived().clockMillis())) {
          Sums.add(sums, end, v);
        }
      }
    }
    sums.forEach(
        (end, keys) ->
            keys.forEach(
                (key, sum) ->
                    rows.add(name + "-" + end + ".csv", end - cut.size() + "," + key + "," + sum)));
  }
}
