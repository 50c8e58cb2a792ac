package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.PairDStream;
import java.util.Random;

/**
 * The sum of each key's values in windows of event time, with and without lateness, inverse and
 * filter.
 */
final class WindowBranch implements Branch {
  private final WindowSums sums;
  private final boolean filtered;

  WindowBranch(Random random) {
    Cut cut = Cut.draw(random);
    this.sums = new WindowSums(cut, random.nextInt(2) * 1_000 * random.nextInt(10));
    this.filtered = random.nextInt(3) == 0;
  }

  @Override
  public String text() {
    return "windows of " + sums + (filtered ? ", inverse and filter" : "");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> values = Keyed.values(readings.all()).named(name);
    (filtered
            ? values.reduceByKeyAndWindow(
                Long::sum, (a, b) -> a - b, sums.windows(), pair -> isKept(pair.value()))
            : values.reduceByKeyAndWindow(Long::sum, sums.windows()))
        .mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles(name, "csv");
  }

  private static boolean isKept(long sum) {
    return sum % 3 != 0;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    sums.expect(
        inputs.all(),
        name,
        rows,
        (end, revised, key, sum) -> {
          if (!filtered || isKept(sum)) {
            String which = revised.isPresent() ? "-r" + revised.getAsLong() : "";
            rows.add(name + "-" + end + which + ".csv", end + "," + key + "," + sum);
          }
        });
  }
}
