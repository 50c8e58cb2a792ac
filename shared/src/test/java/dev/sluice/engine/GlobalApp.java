package dev.sluice.engine;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.GlobalWindows;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.WindowTrigger;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;

/** Windows that never end, with each kind of trigger. */
final class GlobalApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(1);
  static final long COUNT = 3;
  static final long SIZE = 5;
  static final long SLIDE = 2;
  static final long TICK_MILLIS = 2_500;
  static final long EVENT_MILLIS = 4_000;
  static final long WINDOW_MILLIS = 3_000;

  @Override
  public void define(StreamContext stream) {
    DStream<Reading> readings = stream.kinesis("readings", Decoder.utf8()).map(Reading::parse);
    PairDStream<String, Long> values = pairs(readings);
    values.groupByKeyAndWindow(GlobalWindows.count(COUNT)).saveAsTextFiles("tumbling");
    values.groupByKeyAndWindow(GlobalWindows.count(SIZE, SLIDE)).saveAsTextFiles("sliding");
    WindowTrigger ticks = WindowTrigger.every(Duration.ofMillis(TICK_MILLIS));
    values
        .reduceByKeyAndWindow(Long::sum, GlobalWindows.withTrigger(ticks))
        .saveAsTextFiles("totals");
    values
        .reduceByKeyAndWindow(Long::sum, GlobalWindows.withTrigger(ticks.purging()))
        .mapToPair(pair -> Pair.of("all", pair.value()), TestCodecs.STRING, TestCodecs.LONG)
        .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofMillis(WINDOW_MILLIS)))
        .saveAsTextFiles("windows");
    values
        .reduceByKeyAndWindow(Long::sum, GlobalWindows.withTrigger(WindowTrigger.atEnd()))
        .saveAsTextFiles("end");
    pairs(readings.withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS))
        .groupByKeyAndWindow(
            GlobalWindows.withTrigger(
                WindowTrigger.everyEventTime(Duration.ofMillis(EVENT_MILLIS)).purging()))
        .saveAsTextFiles("events");
  }

  private static PairDStream<String, Long> pairs(DStream<Reading> readings) {
    return readings.mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
  }
}
