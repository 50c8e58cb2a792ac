package dev.sluice.examples.oil;

import dev.sluice.api.Aggregators;
import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StaticTable;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.exact.Stats;
import java.time.Duration;

/**
 * Watches oil pumps. Reads lines of readings from the stream {@code sensors} and writes
 *
 * <ul>
 *   <li>{@code alerts}: each reading with a pressure below 5 psi, as it came;
 *   <li>{@code alerts-enriched}: the same with the pump's origin and each of its maintenance
 *       events, if the tables {@code vendor} and {@code maintenance} are given;
 *   <li>{@code pressure}: the pressure of each pump in the last hour, every ten minutes;
 *   <li>{@code daily}: figures for each pump and day in UTC.
 * </ul>
 *
 * <p>Records should have the pump as partition key: alerts are sorted by partition key.
 */
public final class OilPumps implements StreamApp {
  /** The stream of readings. */
  public static final String STREAM = "sensors";

  /** The table with a line for each pump, see {@link Vendor}. */
  public static final String VENDOR_TABLE = "vendor";

  /** The table with a line for each maintenance event, see {@link Maintenance}. */
  public static final String MAINTENANCE_TABLE = "maintenance";

  /** A reading with less pressure, in psi, is an alert. */
  public static final double ALERT_BELOW_PSI = 5.0;

  /** How much older than the newest reading one may be, unless another limit is given. */
  public static final Duration DEFAULT_OUT_OF_ORDERNESS = Duration.ofMinutes(5);

  private final Duration outOfOrderness;

  /** The app with {@link #DEFAULT_OUT_OF_ORDERNESS}. */
  public OilPumps() {
    this(DEFAULT_OUT_OF_ORDERNESS);
  }

  /**
   * @param outOfOrderness how much older than the newest reading one may be and still be in time
   */
  public OilPumps(Duration outOfOrderness) {
    this.outOfOrderness = outOfOrderness;
  }

  @Override
  public void define(StreamContext stream) {
    DStream<Sensor> readings =
        stream
            .kinesis(STREAM, Decoder.utf8())
            .map(Sensor::parse) // a line that does not parse becomes a dead letter
            .withEventTime(Sensor::time, outOfOrderness);

    DStream<Sensor> alerts = readings.filter(reading -> reading.psi() < ALERT_BELOW_PSI);
    alerts.map(Sensor::line).saveAsTextFiles("alerts", "csv");
    // With one of the tables alone, table() says which one is missing.
    if (stream.hasTable(VENDOR_TABLE) || stream.hasTable(MAINTENANCE_TABLE)) {
      enriched(stream, alerts).saveAsTextFiles("alerts-enriched", "csv");
    }

    readings
        .mapToPair(each -> Pair.of(each.resid(), each.psi()), Codecs.string(), Codecs.float64())
        .named("pressure")
        .aggregateByKeyAndWindow(
            Aggregators.stats(),
            Windows.sliding(Duration.ofMinutes(60), Duration.ofMinutes(10)),
            Codecs.record(Stats.class))
        .mapWithWindow(Rows::pressure)
        .saveAsTextFiles("pressure", "csv");

    readings
        .mapToPair(
            each -> Pair.of(each.resid(), Measures.of(each)),
            Codecs.string(),
            Codecs.record(Measures.class))
        .named("daily")
        .aggregateByKeyAndWindow(
            new Measures.Summing(),
            Windows.tumbling(Duration.ofDays(1)),
            Codecs.record(Measures.Summary.class))
        .mapWithWindow(Rows::daily)
        .saveAsTextFiles("daily", "csv");
  }

  /** One row for each maintenance event of the pump, in the order of the tables. */
  private static DStream<String> enriched(StreamContext stream, DStream<Sensor> alerts) {
    StaticTable<String, Vendor> vendors =
        stream.table(VENDOR_TABLE, line -> byPump(Vendor.parse(line)), Codecs.record(Vendor.class));
    Codec<Maintenance> codec = Codecs.record(Maintenance.class);
    StaticTable<String, Maintenance> events =
        stream.table(MAINTENANCE_TABLE, line -> byPump(Maintenance.parse(line)), codec);
    PairDStream<String, Sensor> byPump =
        alerts.keyBy(Sensor::resid, Codecs.string(), Codecs.record(Sensor.class));
    return byPump
        .join(vendors)
        .join(events)
        .map(
            pair -> {
              Pair<Sensor, Vendor> alert = pair.value().key();
              return Rows.enriched(alert.key(), alert.value(), pair.value().value());
            });
  }

  private static Pair<String, Vendor> byPump(Vendor vendor) {
    return Pair.of(vendor.resid(), vendor);
  }

  private static Pair<String, Maintenance> byPump(Maintenance event) {
    return Pair.of(event.resid(), event);
  }
}
