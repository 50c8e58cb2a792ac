package dev.sluice.engine;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.plan.Plan;
import java.util.Map;

/** Sums by key and batch; what was added to it is their total, in a stage of its own. */
record GrownApp(boolean grown) implements StreamApp {

  static Plan plan(boolean grown) {
    return Plan.of(new GrownApp(grown), Map.of());
  }

  /** The sums by key and batch, written as {@code sums}. */
  static PairDStream<String, Long> sums(StreamContext stream) {
    PairDStream<String, Long> sums =
        stream
            .kinesis(Rig.STREAM, Decoder.utf8())
            .map(Reading::parse)
            .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
            .named("sums")
            .reduceByKey(Long::sum);
    sums.saveAsTextFiles("sums");
    return sums;
  }

  @Override
  public void define(StreamContext stream) {
    PairDStream<String, Long> sums = sums(stream);
    if (grown) {
      sums.mapToPair(p -> Pair.of("all", p.value()), TestCodecs.STRING, TestCodecs.LONG)
          .named("total")
          .reduceByKey(Long::sum)
          .saveAsTextFiles("total");
    }
  }
}
