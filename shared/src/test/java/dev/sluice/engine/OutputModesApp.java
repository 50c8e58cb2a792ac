package dev.sluice.engine;

import dev.sluice.api.Decoder;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;

/** Sums by key in modes UPDATE and COMPLETE, over all time and by window, and early ones. */
final class OutputModesApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(1);
  static final long SIZE = 3_000;
  static final long SLIDE = 1_500;
  static final long LATENESS = 1_200;
  static final long EVERY = 2_500;

  @Override
  public void define(StreamContext stream) {
    PairDStream<String, Long> values =
        stream
            .kinesis("readings", Decoder.utf8())
            .map(Reading::parse)
            .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS)
            .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
    values.reduceByKey(Long::sum, OutputMode.UPDATE).saveAsTextFiles("updates");
    values.reduceByKey(Long::sum, OutputMode.COMPLETE).saveAsTextFiles("totals");
    Windows sliding = Windows.sliding(Duration.ofMillis(SIZE), Duration.ofMillis(SLIDE));
    values
        .named("changes")
        .reduceByKeyAndWindow(
            Long::sum, sliding.withLateness(Duration.ofMillis(LATENESS)), OutputMode.UPDATE)
        .saveAsTextFiles("changes");
    values
        .named("windows")
        .reduceByKeyAndWindow(Long::sum, sliding, OutputMode.COMPLETE)
        .mapWithWindow((window, key, sum) -> row(window.endMillis(), key, sum))
        .saveAsTextFiles("windows");
    values
        .named("early")
        .reduceByKeyAndWindow(Long::sum, sliding, EarlyResults.every(Duration.ofMillis(EVERY)))
        .saveAsTextFiles("early");
  }

  static String row(long end, String key, long sum) {
    return end + " " + key + "=" + sum;
  }
}
