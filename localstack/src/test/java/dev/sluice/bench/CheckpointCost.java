package dev.sluice.bench;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.Checkpoints;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.local.cost.Bill;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.Nobody;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What checkpoints and a restore cost, of state by key in buckets, on stores that only count. The
 * environment says how many MB of state, {@code SLUICE_STATE_MB}; 64 if it does not.
 */
final class CheckpointCost {
  private static final String STREAM = "keys";
  private static final int DEFAULT_MB = 64;
  private static final int STATE_BYTES = 1024;
  private static final int KEYS_OF_MB = 1024;
  private static final int BUCKETS = 16;

  /** The keys come in so many batches. */
  private static final int BATCHES = 16;

  private static final int CHANGED = 1000;

  private final int keys;
  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryClock clock = new MemoryClock(Instant.parse("2026-11-01T00:00:00Z"));
  private final MemoryStream stream = new MemoryStream(STREAM, 1);
  private final MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryIds ids = new MemoryIds();
  private final LogStore log = new MemoryLog(clock, metrics);
  private final EngineSettings settings =
      new EngineSettings(
          Duration.ofSeconds(1),
          BUCKETS,
          Duration.ZERO,
          EngineSettings.DEFAULT_ENTRY_LIFETIME,
          BUCKETS);
  private final Plan plan =
      Plan.of(
          context ->
              context
                  .kinesis(STREAM, Decoder.utf8())
                  .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64())
                  .updateStateByKey(
                      (values, state) -> Optional.of(new byte[STATE_BYTES]), Codecs.bytes())
                  .filter(pair -> false)
                  .saveAsTextFiles("none"),
          Map.of());
  private Position at = Position.START;

  private CheckpointCost(int megabytes) {
    this.keys = megabytes * KEYS_OF_MB;
  }

  private Ports ports(LogStore through) {
    return new Ports(
        through,
        new MemoryObjects(metrics),
        spills,
        stream,
        clock,
        ids,
        new Nobody(),
        metrics,
        text -> {});
  }

  static void print() {
    String given = System.getenv("SLUICE_STATE_MB");
    new CheckpointCost(given == null ? DEFAULT_MB : Integer.parseInt(given)).run();
  }

  private void run() {
    Engine engine = new Engine(plan, settings, ports(log));
    engine.coordinator().run();
    for (int from = 0; from < keys; from += keys / BATCHES) {
      feed(engine, from, keys / BATCHES);
    }
    Ports ports = ports(log);
    Checkpoints checkpoints =
        new Checkpoints(
            plan,
            settings,
            ports,
            new Logs(ports, settings),
            Optional.of(new CheckpointSettings(Duration.ofMillis(1), new StartFrom.Newest())));
    row("what", "PUTs", "put", "GETs", "LISTs", "queries", "read units", "entries put", "dollars");
    measure("first checkpoint", () -> checkpoints.take(0, false, () -> true));
    feed(engine, new Random(1).nextInt(keys - CHANGED), CHANGED);
    measure("the next, 1,000 keys later", () -> checkpoints.take(0, false, () -> true));
    clock.advance(Duration.ofMillis(10));
    measure("when nothing is new", () -> checkpoints.take(0, false, () -> true));
    LogStore empty = new MemoryLog(clock, metrics);
    CheckpointDesk desk = new CheckpointDesk(ports(empty), EngineSettings.DEFAULT_ENTRY_LIFETIME);
    long newest = desk.numbers().get(desk.numbers().size() - 1);
    CheckpointDesk.Summary summary = desk.summary(newest).orElseThrow();
    measure("restore", () -> desk.restore(new StartFrom.Newest()));
    CheckpointDesk running = new CheckpointDesk(ports, EngineSettings.DEFAULT_ENTRY_LIFETIME);
    measure("one that is kept", () -> running.keep(plan, "bench"));
    System.out.printf(
        Locale.ROOT,
        "state %d MB in %d buckets; the checkpoint has %d entries of %d bytes, and names %d MB%n",
        (long) keys * STATE_BYTES >> 20,
        BUCKETS,
        summary.entries(),
        summary.entryBytes(),
        summary.spilledBytes() >> 20);
  }

  private void feed(Engine engine, int from, int count) {
    for (int key = from; key < from + count; key++) {
      byte[] line = ("key-" + key).getBytes(StandardCharsets.UTF_8);
      stream.put("p", line, clock.nowMillis());
    }
    String shard = stream.shards(STREAM).get(0).id();
    List<InRecord> call =
        stream.read(shard, at, count).stream()
            .map(
                each ->
                    new InRecord(
                        Position.of(each.sequence()),
                        each.stampMillis(),
                        each.partitionKey(),
                        each.data()))
            .toList();
    engine.transform().apply(STREAM, shard, call);
    at = call.get(call.size() - 1).position();
    clock.advance(Duration.ofSeconds(1));
    engine.coordinator().run();
  }

  private void measure(String what, Runnable work) {
    metrics.reset();
    work.run();
    row(
        what,
        count(StoreMetrics.OBJECTS_PUTS),
        (long) metrics.value(StoreMetrics.OBJECTS_BYTES_WRITTEN) / 1024 + " KB",
        count(StoreMetrics.OBJECTS_GETS),
        count(StoreMetrics.OBJECTS_LISTS),
        count(StoreMetrics.LOG_QUERIES),
        count(StoreMetrics.LOG_READ_UNITS),
        count(StoreMetrics.LOG_PUTS),
        String.format(Locale.ROOT, "%.5f", new Bill(metrics.snapshot(), 0, 0, 0, 0).dollars()));
  }

  private String count(String name) {
    return Math.round(metrics.value(name)) + "";
  }

  private static void row(String... cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      line.append(String.format(Locale.ROOT, i == 0 ? "%-28s" : "%12s", cells[i]));
    }
    System.out.println(line);
  }
}
