package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.simulation.Contents;
import dev.sluice.simulation.Listing;
import java.util.Random;
import java.util.TreeMap;

/** Files other than text: of readings as they come, or of sums by batch or window. */
final class FormatBranch implements Branch {
  private enum Format {
    JSON("json"),
    CSV("csv"),
    OBJECTS(Contents.OBJECTS),
    OWN("listing");

    private final String suffix;

    Format(String suffix) {
      this.suffix = suffix;
    }
  }

  private final Format format;
  private final Of of;
  private final Cut cut;

  FormatBranch(Random random) {
    this.format = Format.values()[random.nextInt(Format.values().length)];
    this.of = Of.values()[random.nextInt(Of.values().length)];
    this.cut = Cut.draw(random);
  }

  @Override
  public String text() {
    return "files of " + format + " with " + of.text(cut);
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    if (of == Of.READINGS) {
      save(readings.all(), name);
    } else {
      save(
          of.pairs(Keyed.values(readings.all()), name, cut).map(p -> sum(p.key(), p.value())),
          name);
    }
  }

  private static Reading sum(String key, long sum) {
    return new Reading(key + "\"," + sum, 0, sum);
  }

  private void save(DStream<Reading> rows, String name) {
    switch (format) {
      case JSON -> rows.saveAsJsonFiles(name, Reading.class);
      case CSV -> rows.saveAsCsvFiles(name, Reading.class);
      case OBJECTS ->
          rows.map(Reading::line).saveAsObjectFiles(name, Contents.OBJECTS, Contents.CODEC);
      case OWN -> rows.map(Reading::line).saveAsFiles(name, new Listing());
    }
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    TreeMap<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    for (long k : input.calendar.steps()) {
      switch (of) {
        case READINGS -> input.batch(k).forEach(v -> row(v.reading(), input.border(k), name, rows));
        case SUMS -> input.batch(k).forEach(v -> Sums.add(sums, input.border(k), v));
        case SUMS_OF_WINDOWS ->
            OnTime.windows(input, k, cut, 0, name, rows, (end, v) -> Sums.add(sums, end, v));
      }
    }
    sums.forEach((end, keys) -> keys.forEach((key, sum) -> row(sum(key, sum), end, name, rows)));
  }

  private void row(Reading r, long time, String name, Rows rows) {
    rows.add(name + "-" + time + "." + format.suffix, line(r));
  }

  private String line(Reading r) {
    String quote = r.key().contains("\"") ? "\"" : "";
    return switch (format) {
      case JSON ->
          "{\"key\":\""
              + r.key().replace("\"", "\\\"")
              + "\",\"timeMillis\":"
              + r.timeMillis()
              + ",\"value\":"
              + r.value()
              + "}";
      case CSV ->
          quote + r.key().replace("\"", "\"\"") + quote + "," + r.timeMillis() + "," + r.value();
      case OBJECTS, OWN -> r.line();
    };
  }
}
