package dev.sluice.engine;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Joins of even and odd values by batch and by window, windowed sinks, and partitions. */
final class JoinApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(5);
  static final Windows SLIDING = Windows.sliding(Duration.ofSeconds(6), Duration.ofSeconds(4));
  static final int PARTITIONS = 3;

  @Override
  public void define(StreamContext stream) {
    DStream<Reading> readings =
        stream
            .kinesis("readings", Decoder.utf8())
            .map(Reading::parse)
            .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS);
    PairDStream<String, Long> values =
        readings.mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
    PairDStream<String, Long> even = values.filter(pair -> pair.value() % 2 == 0);
    PairDStream<String, Long> odd = values.filter(pair -> pair.value() % 2 != 0);

    even.cogroup(odd).saveAsTextFiles("batches");
    even.join(odd).leftOuterJoin(values.reduceByKey(Long::sum)).saveAsTextFiles("chain");

    even.named("windows")
        .window(SLIDING)
        .cogroup(odd.window(SLIDING))
        .mapWithWindow((w, key, both) -> w.startMillis() + key + both)
        .saveAsTextFiles("windows");
    values
        .named("sums")
        .reduceByKeyAndWindow(Long::sum, SLIDING)
        .join(even.window(SLIDING).groupByKey())
        .count()
        .saveAsTextFiles("counts");
    even.window(SLIDING).saveAsTextFiles("values");

    values
        .groupByKey()
        .flatMapValues(all -> all, Codecs.int64())
        .repartition(PARTITIONS)
        .map(Pair::value)
        .mapPartitions(all -> List.of(all.stream().sorted().toList()), Codecs.int64())
        .saveAsTextFiles("partitions");
    values
        .repartition(PARTITIONS)
        .named("cut")
        .reduceByKeyAndWindow(Long::sum, SLIDING)
        .saveAsTextFiles("cut");
  }
}
