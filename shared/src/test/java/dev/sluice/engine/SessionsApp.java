package dev.sluice.engine;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;

/** Sessions of event time and of arrival time, with fixed gaps and gaps of values. */
final class SessionsApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(2);
  static final long GAP_MILLIS = 1_500;
  static final long ARRIVAL_GAP_MILLIS = 900;
  static final Duration LATENESS = Duration.ofSeconds(6);
  static final long WINDOW_MILLIS = 10_000;

  /** So coarse that values lie exactly on the ends of sessions. */
  static Reading coarse(Reading r) {
    return new Reading(r.key(), Math.floorDiv(r.timeMillis(), 100) * 100, r.value());
  }

  static long gapMillis(long value) {
    return 300 + value * 20;
  }

  @Override
  public void define(StreamContext stream) {
    DStream<Reading> readings =
        stream.kinesis("readings", Decoder.utf8()).map(line -> coarse(Reading.parse(line)));
    PairDStream<String, Long> events =
        pairs(readings.withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS));

    PairDStream<String, Long> sums =
        events
            .named("fixed")
            .reduceByKeyAndWindow(Long::sum, SessionWindows.withGap(Duration.ofMillis(GAP_MILLIS)));
    sums.mapWithWindow(
            (w, key, sum) -> w.startMillis() + "," + w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles("fixed");
    sums.mapToPair(p -> Pair.of("all", 1L), TestCodecs.STRING, TestCodecs.LONG)
        .named("ends")
        .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofMillis(WINDOW_MILLIS)))
        .saveAsTextFiles("ends");

    SessionWindows<Long> byValue =
        SessionWindows.<Long>withGap(value -> Duration.ofMillis(gapMillis(value)));
    events
        .named("patient")
        .groupByKeyAndWindow(byValue.withLateness(LATENESS))
        .mapWithWindow((w, key, of) -> w.startMillis() + "," + w.endMillis() + "," + key + "," + of)
        .saveAsTextFiles("patient");

    pairs(readings)
        .named("arrival")
        .reduceByKeyAndWindow(
            Long::sum, SessionWindows.withGap(Duration.ofMillis(ARRIVAL_GAP_MILLIS)))
        .mapWithWindow(
            (w, key, sum) -> w.startMillis() + "," + w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles("arrival");
  }

  private static PairDStream<String, Long> pairs(DStream<Reading> readings) {
    return readings.mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
  }
}
