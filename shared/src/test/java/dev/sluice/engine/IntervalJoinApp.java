package dev.sluice.engine;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Readings of even values joined with those of odd ones, and windows behind the joins. */
final class IntervalJoinApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(2);
  static final Duration BEFORE = Duration.ofSeconds(2);
  static final Duration AFTER = Duration.ofSeconds(3);
  static final long WINDOW_MILLIS = 3_000;

  @Override
  public void define(StreamContext stream) {
    PairDStream<String, String> lines =
        stream
            .kinesis("readings", Decoder.utf8())
            .map(Reading::parse)
            .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS)
            .mapToPair(r -> Pair.of(r.key(), r.line()), TestCodecs.STRING, TestCodecs.STRING);
    PairDStream<String, String> lefts = lines.filter(pair -> isLeft(Reading.parse(pair.value())));
    PairDStream<String, String> rights = lines.filter(pair -> !isLeft(Reading.parse(pair.value())));

    PairDStream<String, Pair<Optional<String>, Optional<String>>> full =
        lefts.fullOuterJoinWithin(rights, BEFORE, AFTER);
    full.map(pair -> row(pair.value().key(), pair.value().value())).saveAsTextFiles("full");
    lefts
        .leftOuterJoinWithin(rights, BEFORE, AFTER)
        .map(pair -> row(Optional.of(pair.value().key()), pair.value().value()))
        .saveAsTextFiles("left");
    lefts
        .rightOuterJoinWithin(rights, BEFORE, AFTER)
        .map(pair -> row(pair.value().key(), Optional.of(pair.value().value())))
        .saveAsTextFiles("right");
    lefts
        .joinWithin(rights, BEFORE, AFTER)
        .map(pair -> row(Optional.of(pair.value().key()), Optional.of(pair.value().value())))
        .saveAsTextFiles("inner");
    full.mapValues(pair -> 1L, TestCodecs.LONG)
        .named("counts")
        .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofMillis(WINDOW_MILLIS)))
        .saveAsTextFiles("counts");
  }

  static boolean isLeft(Reading reading) {
    return reading.value() % 2 == 0;
  }

  /** Some pairs are refused. */
  static boolean isRefused(String row) {
    return row.hashCode() % 7 == 0;
  }

  static String text(Optional<String> left, Optional<String> right) {
    return left.orElse("none") + " " + right.orElse("none");
  }

  private static String row(Optional<String> left, Optional<String> right) {
    String row = text(left, right);
    if (isRefused(row)) {
      throw new IllegalArgumentException("an unlucky pair");
    }
    return row;
  }
}
