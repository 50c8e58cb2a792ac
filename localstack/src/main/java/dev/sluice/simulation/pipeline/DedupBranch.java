package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** The first value of each key, known for ever or until the watermark has passed it. */
final class DedupBranch implements Branch {
  private enum Kind {
    FOREVER,
    BY_TIME,
    WITHIN_WATERMARK
  }

  private final Kind kind;
  private final boolean ofPairs;

  DedupBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
    this.ofPairs = kind != Kind.BY_TIME && random.nextBoolean();
  }

  @Override
  public String text() {
    return "dropDuplicates " + kind + (ofPairs ? " of pairs" : "");
  }

  @Override
  public boolean goesByOneStream() {
    return true;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> pairs = Keyed.values(readings.left()).named(name);
    var codec = Pair.codec(Codecs.string(), Codecs.int64());
    DStream<Pair<String, Long>> first =
        switch (kind) {
          case FOREVER ->
              ofPairs
                  ? pairs.dropDuplicatesByKey()
                  : pairs.dropDuplicates(Pair::key, Codecs.string(), codec);
          case BY_TIME -> pairs.dropDuplicatesByTime(Pair::key, Codecs.string(), codec);
          case WITHIN_WATERMARK ->
              ofPairs
                  ? pairs.dropDuplicatesByKeyWithinWatermark()
                  : pairs.dropDuplicatesWithinWatermark(Pair::key, Codecs.string(), codec);
        };
    first.saveAsTextFiles(name);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.left();
    Map<String, Long> known = new HashMap<>();
    for (long k : input.calendar.steps()) {
      for (Input.Value v : input.batch(k)) {
        String text = Pair.of(v.key(), v.value()) + "";
        if (v.isFarAhead() || v.timeMillis() < input.watermarkBefore(k)) {
          if (kind == Kind.BY_TIME) {
            rows.lateByTime(name, input.border(k), v);
          } else {
            rows.late(name, input.border(k), v, ofPairs ? v.value() + "" : text);
          }
        } else if (known.putIfAbsent(id(v), forgotten(v, input)) == null) {
          rows.add(name + "-" + input.border(k), text);
        }
      }
      known.values().removeIf(until -> until <= input.over(k));
    }
  }

  private String id(Input.Value v) {
    return kind == Kind.BY_TIME ? v.key() + " " + v.timeMillis() : v.key();
  }

  private long forgotten(Input.Value v, Input input) {
    return switch (kind) {
      case FOREVER -> Long.MAX_VALUE;
      case BY_TIME -> v.timeMillis() + 1;
      case WITHIN_WATERMARK -> v.timeMillis() + input.outOfOrdernessMillis + 1;
    };
  }
}
