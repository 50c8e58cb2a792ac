package dev.sluice.functions;

import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Append;
import dev.sluice.ports.Caller;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A stream of two shards, stores, and functions of an app on them. */
final class World {
  static final long START_MILLIS = 1_000_000;

  final MemoryStream stream = new MemoryStream(Counts.STREAM, 2);
  final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(START_MILLIS));
  final MemoryObjects outputs = new MemoryObjects(new CountingMetrics());
  final List<String> problems = new ArrayList<>();
  int wakeUps;
  BiConsumer<Integer, List<Integer>> bucketFunction = (stage, buckets) -> {};

  /** Appends of shard lanes that still go through; then the log is throttled. */
  int appendsLeft = Integer.MAX_VALUE;

  /** Whether appends of bucket lanes are throttled. */
  boolean bucketsStandStill;

  private final MemoryLog log = new MemoryLog(clock, new CountingMetrics());
  private final MemoryObjects spills = new MemoryObjects(new CountingMetrics());
  private final MemoryIds ids = new MemoryIds();
  private final EngineSettings settings;

  World() {
    this(1, 1);
  }

  World(int buckets, int bucketsInline) {
    settings = settings(buckets, bucketsInline);
  }

  private static EngineSettings settings(int buckets, int bucketsInline) {
    return new EngineSettings(
        Duration.ofSeconds(1), buckets, Duration.ZERO, Duration.ofDays(1), bucketsInline);
  }

  /** A new process. */
  Engine engine() {
    return engine(settings);
  }

  /** A new process that was told another interval. */
  Engine engine(Duration interval) {
    return engine(
        new EngineSettings(
            interval,
            settings.buckets(),
            settings.skewAllowance(),
            settings.entryLifetime(),
            settings.bucketsInline()));
  }

  private Engine engine(EngineSettings told) {
    Caller caller =
        new Caller() {
          @Override
          public void wakeCoordinator() {
            wakeUps++;
          }

          @Override
          public void advance(int stage, List<Integer> buckets) {
            bucketFunction.accept(stage, buckets);
          }
        };
    Ports ports =
        new Ports(
            new ThrottledLog(),
            outputs,
            spills,
            stream,
            clock,
            ids,
            caller,
            new CountingMetrics(),
            text -> {});
    return new Engine(Plan.of(new Counts(), Map.of()), told, ports);
  }

  /** A transform function in a new process. */
  TransformFunction transform() {
    return new TransformFunction(engine().transform(), FunctionLog.lines(problems::add));
  }

  World started() {
    engine().coordinator().run();
    return this;
  }

  /** Puts a line into shard 0. */
  MemoryRecord put(String line, long millisAfterStart) {
    return put(line.getBytes(StandardCharsets.UTF_8), millisAfterStart);
  }

  MemoryRecord put(byte[] data, long millisAfterStart) {
    return stream.putTo(shard(), "any", data, START_MILLIS + millisAfterStart);
  }

  String shard() {
    return stream.shards(Counts.STREAM).get(0).id();
  }

  List<MemoryRecord> records() {
    return stream.read(shard(), Position.START, 100_000);
  }

  /** Ends the input and gives all outputs but the markers, by name. */
  SortedMap<String, String> finish() {
    clock.set(Instant.ofEpochMilli(START_MILLIS + 3_600_000));
    Engine engine = engine();
    for (int tries = 0; !engine.coordinator().finish(); tries++) {
      if (tries == 100) {
        throw new AssertionError("records were put and not delivered");
      }
    }
    return files();
  }

  SortedMap<String, String> files() {
    SortedMap<String, String> files = new TreeMap<>();
    for (String name : outputs.list("")) {
      if (!name.endsWith("_SUCCESS")) {
        files.put(name, new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private final class ThrottledLog implements LogStore {
    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      if (lane.startsWith("shard/") && appendsLeft-- <= 0
          || lane.startsWith("bucket/") && bucketsStandStill) {
        return new Append.Throttled("a test");
      }
      return log.append(lane, number, entry, expiry);
    }

    @Override
    public Optional<LogEntry> head(String lane) {
      return log.head(lane);
    }

    @Override
    public List<LogEntry> read(String lane, long fromNumber, int limit) {
      return log.read(lane, fromNumber, limit);
    }
  }
}
