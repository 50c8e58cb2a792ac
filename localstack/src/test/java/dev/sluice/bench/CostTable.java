package dev.sluice.bench;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.local.cost.Bill;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * What a million records cost, all in: one shard with 1,000 records a second, a batch interval of
 * 10 s, windows of 60 s every 10 s, two sinks; and what an app costs that gets nothing.
 */
final class CostTable {
  private static final int RATE = 1000;
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration DISORDER = Duration.ofMinutes(5);
  private static final Duration SCHEDULE = Duration.ofMinutes(1);

  /** With the disorder, windows have reached their usual number by then. */
  private static final long WARM_UP_SECONDS = 100;

  private static final long MEASURED = 100L * RATE;

  /** Less than is deployed, as figures of docs/performance.md are compared with earlier ones. */
  private static final int MEMORY_MB = 512;

  private CostTable() {}

  static void print() {
    System.out.printf(
        "%8s%8s%8s%10s |%8s%8s%8s%8s%8s%8s | %s%n",
        "records",
        "keys",
        "buckets",
        "disorder",
        "write",
        "read",
        "S3",
        "S3",
        "Lambda",
        "dollars",
        "stores as write");
    System.out.printf(
        "%8s%8s%8s%10s |%8s%8s%8s%8s%8s%8s | %s%n",
        "a call", "", "", "", "units", "units", "PUT", "GET", "GB-s", "", "units a record");
    print(1000, 50, 1, Duration.ZERO);
    for (Duration disorder : List.of(Duration.ZERO, DISORDER)) {
      for (int buckets : new int[] {1, 8}) {
        for (int keys : new int[] {10, 1000, 100_000}) {
          for (int perCall : new int[] {10, 100, 1000}) {
            print(perCall, keys, buckets, disorder);
          }
        }
      }
    }
    for (int buckets : new int[] {1, 8}) {
      Bill day = idleDay(buckets);
      System.out.printf(
          Locale.ROOT,
          "idle for a day, %d buckets: %.0f write units, %.0f read units, %.0f S3 requests, %d"
              + " invocations, %.1f GB-s: %.4f dollars%n",
          buckets,
          day.writeUnits(),
          day.readUnits(),
          day.puts() + day.gets(),
          day.invocations(),
          day.gbSeconds(),
          day.dollars());
    }
  }

  private static void print(int perCall, int keys, int buckets, Duration disorder) {
    App app = new App(keys, buckets, disorder);
    app.send((WARM_UP_SECONDS + disorder.toSeconds()) * RATE, perCall);
    Bill before = app.bill();
    app.send(MEASURED, perCall);
    Bill used = app.bill().since(before);
    double million = 1e6 / MEASURED;
    System.out.printf(
        Locale.ROOT,
        "%8d%8d%8d%10s |%8.0f%8.0f%8.0f%8.0f%8.0f%8.3f | %.4f%n",
        perCall,
        keys,
        buckets,
        disorder.isZero() ? "none" : disorder.toMinutes() + " min",
        used.writeUnits() * million,
        used.readUnits() * million,
        used.puts() * million,
        used.gets() * million,
        used.gbSeconds() * million,
        used.dollars() * million,
        used.storeWriteUnits() / MEASURED);
  }

  private static Bill idleDay(int buckets) {
    App app = new App(50, buckets, Duration.ZERO);
    app.send(WARM_UP_SECONDS * RATE, RATE);
    Bill before = app.bill();
    for (Duration time = Duration.ZERO; time.toDays() < 1; time = time.plus(SCHEDULE)) {
      app.world.clock.advance(SCHEDULE);
      app.coordinate();
    }
    return app.bill().since(before);
  }

  /** An app that is sent records, and what it has used. */
  private static final class App {
    final MemoryWorld world;
    private final Readings readings;
    private final Random random = new Random(1);
    private long sent;
    private long invocations;

    App(int keys, int buckets, Duration disorder) {
      readings = new Readings(keys, RATE, disorder.toMillis());
      Duration outOfOrderness = disorder.plusSeconds(1);
      world =
          new MemoryWorld(
              Plan.of(new Pressure(Duration.ofMinutes(1), INTERVAL, outOfOrderness), Map.of()),
              new EngineSettings(
                  INTERVAL,
                  buckets,
                  Duration.ZERO,
                  EngineSettings.DEFAULT_ENTRY_LIFETIME,
                  buckets));
    }

    void send(long records, int perCall) {
      for (long end = sent + records; sent < end; sent += perCall) {
        List<InRecord> call = new ArrayList<>(perCall);
        LongStream.range(sent, sent + perCall).forEach(number -> call.add(record(number)));
        world.clock.set(Instant.ofEpochMilli(readings.stampMillis(sent + perCall)));
        world.transforming.transform().apply(Pressure.STREAM, world.shard(), call);
        invocations++;
        if (world.coordinateIfWoken()) {
          invocations++;
        }
        if (Math.floorMod(sent, RATE * SCHEDULE.toSeconds()) < perCall) {
          coordinate();
        }
      }
    }

    void coordinate() {
      world.coordinating.coordinator().run();
      invocations++;
    }

    /** The stream has the record too, for the coordinator looks there. */
    private InRecord record(long number) {
      byte[] data = readings.line(number, random);
      long stamp = readings.stampMillis(number);
      var put = world.stream.put(readings.pump(number), data, stamp).record();
      return new InRecord(
          Position.of(put.sequence()), put.stampMillis(), put.partitionKey(), put.data());
    }

    Bill bill() {
      Map<String, Double> counters = world.metrics.snapshot();
      long rows =
          world.coordinating.status().counters().entrySet().stream()
              .filter(each -> each.getKey().startsWith("rows."))
              .mapToLong(Map.Entry::getValue)
              .sum();
      return new Bill(counters, invocations, sent, rows, MEMORY_MB);
    }
  }
}
