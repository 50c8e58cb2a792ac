package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.Transform;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.Nobody;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A stream, stores and processes that are driven step by step, with an app whose results tell
 * whether each value counts once: sums by batch, and totals behind two shuffles.
 */
final class Rig {
  static final Duration LIFETIME = Duration.ofHours(1);
  static final String STREAM = "values";

  /** All values have the time of their arrival. */
  static final class Sums implements StreamApp {
    @Override
    public void define(StreamContext stream) {
      PairDStream<String, Long> values =
          stream
              .kinesis(STREAM, Decoder.utf8())
              .map(Reading::parse)
              .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), Duration.ofSeconds(5))
              .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
      values.named("batch").reduceByKey(Long::sum).saveAsTextFiles("batch");
      values
          .named("windows")
          .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(10)))
          .mapToPair(p -> Pair.of("all", p.value()), TestCodecs.STRING, TestCodecs.LONG)
          .named("totals")
          .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(20)))
          .saveAsTextFiles("totals");
    }
  }

  final MemoryStream stream;
  final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(1_000_000));
  final CountingMetrics metrics = new CountingMetrics();
  final MemoryLog log = new MemoryLog(clock, metrics);
  final MemoryObjects outputs = new MemoryObjects(metrics);
  final MemoryObjects spills = new MemoryObjects(metrics);
  final Plan plan;
  final EngineSettings settings;

  /** What processes see of the stream, those that have begun, too. */
  Source source;

  /** The sum of the values that were answered 'done'. */
  long acknowledged;

  private final MemoryIds ids = new MemoryIds();
  private final Map<String, Position> positions = new HashMap<>();

  Rig(int shards, int buckets) {
    this(new Sums(), shards, buckets);
  }

  Rig(StreamApp app, int shards, int buckets) {
    this.plan = Plan.of(app, Map.of());
    this.stream = new MemoryStream(STREAM, shards);
    this.source = stream;
    this.settings =
        new EngineSettings(
            Duration.ofSeconds(1),
            buckets,
            Duration.ofMillis(50),
            LIFETIME,
            EngineSettings.KEY_GROUPS);
  }

  /** A new process. */
  Engine process() {
    return process(log);
  }

  Engine process(LogStore through) {
    return new Engine(plan, settings, ports(through));
  }

  /** The settings with all buckets in functions of their own. */
  EngineSettings apart() {
    return new EngineSettings(
        settings.interval(),
        settings.buckets(),
        settings.skewAllowance(),
        settings.entryLifetime(),
        0);
  }

  /** One that puts borders only: its bucket functions never come. */
  Engine withoutWorkers(Plan of) {
    return new Engine(of, apart(), ports(log).with(new Unheard()));
  }

  /** The newest entry of the control lane. */
  ControlEntry head(LogStore table) {
    return head(ports(table), settings);
  }

  static ControlEntry head(Ports ports, EngineSettings settings) {
    return new Logs(ports, settings).control().newest(Lanes.CONTROL).orElseThrow().entry();
  }

  Ports ports(LogStore through) {
    return ports(through, spills, clock);
  }

  /** The same where what is kept and spilled is seen in another way. */
  Ports ports(LogStore through, ObjectStore objects) {
    return ports(through, objects, clock);
  }

  /** The same with a clock of its own. */
  Ports ports(LogStore through, Clock own) {
    return ports(through, spills, own);
  }

  private Ports ports(LogStore through, ObjectStore objects, Clock own) {
    Source now = new ForwardingSource(() -> source) {};
    return new Ports(through, outputs, objects, now, own, ids, new Nobody(), metrics, text -> {});
  }

  /** A record of now. */
  void put(String key, long value) {
    long now = clock.nowMillis();
    stream.put(key, line(key, now, value), now);
  }

  /** A record of now in a given shard. */
  void putTo(String shard, String key, long value) {
    long now = clock.nowMillis();
    stream.putTo(shard, key, line(key, now, value), now);
  }

  private static byte[] line(String key, long time, long value) {
    return new Reading(key, time, value).line().getBytes(StandardCharsets.UTF_8);
  }

  /** Values of some seconds, all delivered. */
  void live(Engine process, int seconds) {
    for (int second = 0; second < seconds; second++) {
      put("k" + second % 3, second);
      deliverAll(process);
      clock.advance(Duration.ofSeconds(1));
      process.coordinator().run();
    }
  }

  /** Delivers what is open in all shards, as far as it is taken. */
  void deliverAll(Engine process) {
    stream.shards(STREAM).forEach(shard -> deliver(process, shard.id()));
  }

  /** Delivers what is open in a shard; whether it was taken. */
  boolean deliver(Engine process, String shard) {
    Position at = positions.getOrDefault(shard, Position.START);
    List<MemoryRecord> records = stream.read(shard, at, 10_000);
    return records.isEmpty() || deliverHeld(process, shard, records);
  }

  /** Delivers records that somebody has read before; whether they were taken. */
  boolean deliverHeld(Engine process, String shard, List<MemoryRecord> records) {
    List<InRecord> call =
        records.stream()
            .map(
                r ->
                    new InRecord(
                        Position.of(r.sequence()), r.stampMillis(), r.partitionKey(), r.data()))
            .toList();
    try {
      Transform.Outcome outcome = process.transform().apply(STREAM, shard, call);
      assertThat(outcome.firstOpen()).isEmpty();
    } catch (RefusedException e) {
      refusal = e.getMessage();
      return false;
    }
    positions.put(shard, call.get(call.size() - 1).position());
    for (MemoryRecord each : records) {
      acknowledged += Reading.parse(new String(each.data(), StandardCharsets.UTF_8)).value();
    }
    return true;
  }

  /** Lets everything be delivered once more. */
  void positionsFromStart() {
    positions.clear();
  }

  /** Why a call was refused last. */
  String refusal = "";

  void sleep(Duration time) {
    clock.advance(time);
    log.vacuum();
  }

  /** Finishes, delivering meanwhile. */
  void finish(Engine process) {
    for (int tries = 0; tries < 20; tries++) {
      deliverAll(process);
      if (process.coordinator().finish()) {
        return;
      }
      clock.advance(Duration.ofSeconds(1));
    }
    throw new AssertionError("does not come to an end");
  }

  /** Each value that was answered 'done' counts once, and each directory has its marker. */
  void assertResultsAreThoseOfWhatWasAcknowledged() {
    Map<String, TreeSet<String>> parts = new HashMap<>();
    Map<String, String> markers = new HashMap<>();
    Map<String, Long> sums = new HashMap<>(Map.of("batch", 0L, "totals", 0L));
    for (String name : outputs.list("")) {
      int slash = name.lastIndexOf('/');
      String text = new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8);
      if (name.endsWith("/_SUCCESS")) {
        markers.put(name.substring(0, slash), text);
        continue;
      }
      parts
          .computeIfAbsent(name.substring(0, slash), d -> new TreeSet<>())
          .add(name.substring(slash + 1));
      String sink = name.substring(0, name.indexOf('-'));
      for (String row : text.lines().toList()) {
        sums.merge(sink, Long.parseLong(row.replaceAll(".*,", "").replace(")", "")), Long::sum);
      }
    }
    assertThat(sums).isEqualTo(Map.of("batch", acknowledged, "totals", acknowledged));
    Map<String, String> expected = new HashMap<>();
    parts.forEach((directory, names) -> expected.put(directory, String.join("\n", names) + "\n"));
    assertThat(markers).isEqualTo(expected);
  }
}
