package dev.sluice.engine;

import dev.sluice.api.Decoder;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import java.time.Duration;
import java.time.Instant;

/** Sessions that are given early, by time or by number, or all of them in each batch. */
final class SessionModesApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(2);
  static final Duration GAP = Duration.ofMillis(1_500);
  static final Duration LATENESS = Duration.ofSeconds(6);
  static final long EVERY_MILLIS = 2_500;
  static final long EVERY_RECORDS = 2;

  @Override
  public void define(StreamContext stream) {
    SessionWindows<Object> sessions = SessionWindows.withGap(GAP);
    PairDStream<String, Long> values =
        stream
            .kinesis("readings", Decoder.utf8())
            .map(Reading::parse)
            .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS)
            .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
    save(
        values.reduceByKeyAndWindow(
            Long::sum, sessions, EarlyResults.every(Duration.ofMillis(EVERY_MILLIS))),
        "timed");
    save(
        values.reduceByKeyAndWindow(
            Long::sum, sessions.withLateness(LATENESS), EarlyResults.everyRecords(EVERY_RECORDS)),
        "counted");
    save(values.reduceByKeyAndWindow(Long::sum, sessions, OutputMode.COMPLETE), "all");
  }

  private static void save(PairDStream<String, Long> sums, String prefix) {
    sums.mapWithWindow((w, key, sum) -> row(w.startMillis(), w.endMillis(), key, sum))
        .saveAsTextFiles(prefix);
  }

  static String row(long startMillis, long endMillis, String key, long sum) {
    return startMillis + "-" + endMillis + " " + key + "=" + sum;
  }
}
