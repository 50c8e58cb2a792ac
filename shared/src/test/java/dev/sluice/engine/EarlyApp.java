package dev.sluice.engine;

import dev.sluice.api.Decoder;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;

/** Sums by key and window that are given early by the number of their values. */
final class EarlyApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(1);
  static final long SIZE = 3_000;
  static final long SLIDE = 1_500;
  static final long LATENESS = 1_200;
  static final long EVERY_RECORDS = 2;

  @Override
  public void define(StreamContext stream) {
    PairDStream<String, Long> values =
        stream
            .kinesis("readings", Decoder.utf8())
            .map(Reading::parse)
            .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS)
            .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
    values
        .named("counted")
        .reduceByKeyAndWindow(
            Long::sum,
            Windows.sliding(Duration.ofMillis(SIZE), Duration.ofMillis(SLIDE))
                .withLateness(Duration.ofMillis(LATENESS)),
            EarlyResults.everyRecords(EVERY_RECORDS))
        .saveAsTextFiles("counted");
  }
}
