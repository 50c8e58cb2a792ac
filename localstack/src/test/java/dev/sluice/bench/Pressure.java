package dev.sluice.bench;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Window;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.exact.Stats;
import dev.sluice.exact.StatsAccumulator;
import dev.sluice.examples.csv.Decimals;
import dev.sluice.examples.oil.Sensor;
import java.time.Duration;

/**
 * Parses readings, writes those below 5 psi, and statistics of the last minute for each pump.
 *
 * @param slide time from one window to the next
 */
record Pressure(Duration size, Duration slide, Duration outOfOrderness) implements StreamApp {
  static final String STREAM = "sensors";

  @Override
  public void define(StreamContext stream) {
    DStream<Sensor> readings =
        stream
            .kinesis(STREAM, Decoder.utf8())
            .map(Sensor::parse)
            .withEventTime(Sensor::time, outOfOrderness);
    readings.filter(each -> each.psi() < 5).map(Sensor::line).saveAsTextFiles("alerts", "csv");
    readings
        .mapToPair(each -> Pair.of(each.resid(), each.psi()), Codecs.string(), Codecs.float64())
        .named("pressure")
        .aggregateByKeyAndWindow(
            StatsAccumulator::new,
            Pressure::add,
            Pressure::combine,
            Windows.sliding(size, slide),
            StatsAccumulator.codec())
        .mapWithWindow(Pressure::row)
        .saveAsTextFiles("pressure", "csv");
  }

  private static StatsAccumulator add(StatsAccumulator partial, double psi) {
    partial.add(psi);
    return partial;
  }

  private static StatsAccumulator combine(StatsAccumulator left, StatsAccumulator right) {
    left.add(right);
    return left;
  }

  private static String row(Window window, String pump, StatsAccumulator psi) {
    Stats stats = psi.stats();
    return String.join(
        ",",
        window.start().toString(),
        window.end().toString(),
        pump,
        Long.toString(stats.count()),
        Decimals.format(stats.min()),
        Decimals.format(stats.max()),
        Decimals.format(stats.average()));
  }
}
