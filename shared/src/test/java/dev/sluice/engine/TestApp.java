package dev.sluice.engine;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.testkit.faults.Crash;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Every kind of operator and every kind of way through a graph. */
final class TestApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(5);
  static final Windows SLIDING = Windows.sliding(Duration.ofSeconds(6), Duration.ofSeconds(4));
  static final Windows TUMBLING = Windows.tumbling(Duration.ofSeconds(10));
  static final Duration LATENESS = Duration.ofSeconds(7);

  private static Reading parse(String line) {
    if (line.startsWith(Script.POISON)) {
      throw new Crash("user code");
    }
    return Reading.parse(line);
  }

  private final Function<StreamContext, DStream<String>> lines;

  TestApp() {
    this(stream -> stream.kinesis("readings", Decoder.utf8()));
  }

  /** The same app on lines of another source. */
  TestApp(Function<StreamContext, DStream<String>> lines) {
    this.lines = lines;
  }

  @Override
  public void define(StreamContext stream) {
    DStream<Reading> readings = lines.apply(stream).map(TestApp::parse);
    DStream<Reading> timed =
        readings.withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS);
    PairDStream<String, Long> values =
        timed.mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
    PairDStream<String, Long> arrivals =
        readings.mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);

    timed.filter(r -> r.value() < 10).map(Reading::line).saveAsTextFiles("alerts", "csv");

    PairDStream<String, Long> sliding =
        values.named("sliding").reduceByKeyAndWindow(Long::sum, SLIDING);
    sliding
        .mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles("sliding", "csv");

    values
        .named("patient")
        .reduceByKeyAndWindow(Long::sum, TUMBLING.withLateness(LATENESS))
        .mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles("patient", "csv");

    arrivals.named("batch").reduceByKey(Long::sum).saveAsTextFiles("batch");

    // Not commutative: the order of lanes and positions shows.
    readings
        .mapToPair(r -> Pair.of(r.key(), r.value() + ""), TestCodecs.STRING, TestCodecs.STRING)
        .named("joined")
        .reduceByKey((a, b) -> a + "+" + b)
        .saveAsTextFiles("joined");

    arrivals
        .named("arrival")
        .reduceByKeyAndWindow(Long::sum, SLIDING)
        .mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles("arrival", "csv");

    // Behind a shuffle: totals over all keys by other windows, then by the same ones.
    PairDStream<String, Long> totals =
        sliding
            .mapToPair(p -> Pair.of("all", p.value()), TestCodecs.STRING, TestCodecs.LONG)
            .named("totals")
            .reduceByKeyAndWindow(Long::sum, TUMBLING);
    totals
        .mapWithWindow((w, key, sum) -> w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles("totals", "csv");
    arrivals
        .named("inner")
        .reduceByKeyAndWindow(Long::sum, TUMBLING)
        .mapToPair(p -> Pair.of("sum", p.value()), TestCodecs.STRING, TestCodecs.LONG)
        .named("outer")
        .reduceByKey(Long::sum)
        .saveAsTextFiles("outer");

    // A user function that fails behind an aggregation.
    values
        .named("fragile")
        .reduceByKey(Long::sum)
        .map(p -> p.value() / (p.value() % 7))
        .saveAsTextFiles("fragile");
  }
}
