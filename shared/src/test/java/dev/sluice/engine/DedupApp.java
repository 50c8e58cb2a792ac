package dev.sluice.engine;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.time.Instant;

/** Every kind of deduplication, before and behind others and windows. */
final class DedupApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(2);
  static final long WINDOW_MILLIS = 3_000;
  private static final Codec<String> TEXT = TestCodecs.STRING;

  /** Times so coarse that many are equal. */
  static Reading coarse(Reading r) {
    return new Reading(r.key(), Math.floorDiv(r.timeMillis(), 500) * 500, r.value());
  }

  static String many(Reading r) {
    return r.key() + r.value() % 10;
  }

  @Override
  public void define(StreamContext stream) {
    DStream<String> lines =
        stream
            .kinesis("readings", Decoder.utf8())
            .map(line -> coarse(Reading.parse(line)).line())
            .withEventTime(
                line -> Instant.ofEpochMilli(Reading.parse(line).timeMillis()), OUT_OF_ORDERNESS);

    DStream<String> forever = lines.dropDuplicates(line -> many(Reading.parse(line)), TEXT, TEXT);
    forever.saveAsTextFiles("forever");
    forever
        .dropDuplicatesWithinWatermark(line -> Reading.parse(line).key(), TEXT, TEXT)
        .saveAsTextFiles("both");

    DStream<String> byTime =
        lines.dropDuplicatesByTime(line -> Reading.parse(line).key(), TEXT, TEXT);
    byTime.saveAsTextFiles("time");
    PairDStream<String, Long> counts =
        byTime
            .mapToPair(line -> Pair.of(Reading.parse(line).key(), 1L), TEXT, TestCodecs.LONG)
            .named("counts")
            .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofMillis(WINDOW_MILLIS)));
    counts.saveAsTextFiles("counts");
    counts
        .mapToPair(pair -> Pair.of(pair.value(), pair.key()), TestCodecs.LONG, TEXT)
        .dropDuplicatesByKey()
        .map(pair -> pair.key() + " first for " + pair.value())
        .saveAsTextFiles("once");

    lines
        .dropDuplicatesWithinWatermark(line -> Reading.parse(line).key(), TEXT, TEXT)
        .saveAsTextFiles("within");
  }
}
