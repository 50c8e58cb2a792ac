package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import java.time.Instant;
import java.util.Random;

/** Sums by window with all that is known of a result: its window, and what it revises. */
final class ResultsBranch implements Branch {
  private static final long FROM = 1_008_000;
  private static final long TO = 1_020_000;

  private final WindowSums sums;
  private final boolean sliced;

  ResultsBranch(Random random) {
    Cut cut = Cut.draw(random);
    this.sums = new WindowSums(cut, 1_000 * random.nextInt(10));
    this.sliced = random.nextInt(3) == 0;
  }

  @Override
  public String text() {
    return "mapResults of windows of " + sums + (sliced ? ", sliced" : "");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    DStream<String> results =
        Keyed.values(readings.all())
            .named(name)
            .reduceByKeyAndWindow(Long::sum, sums.windows())
            .mapResults(Told::text);
    (sliced ? results.slice(Instant.ofEpochMilli(FROM), Instant.ofEpochMilli(TO)) : results)
        .saveAsTextFiles(name);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    sums.expect(
        inputs.all(),
        name,
        rows,
        (end, revised, key, sum) -> {
          if (!sliced || end >= FROM && end <= TO) {
            boolean again = revised.isPresent();
            rows.add(
                name + "-" + end + (again ? "-r" + revised.getAsLong() : ""),
                end + "," + key + "," + sum + (again ? Told.revised(revised.getAsLong()) : ""));
          }
        });
  }
}
