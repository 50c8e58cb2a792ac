package dev.sluice.kafka;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.functions.FunctionLog;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Append;
import dev.sluice.ports.Caller;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.Sources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stores in memory, and processes of an app on them that read topics. */
final class World {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  final MemoryObjects outputs = new MemoryObjects(new CountingMetrics());
  final List<String> problems = new ArrayList<>();
  int wakeUps;

  /** A lane whose appends are throttled, or null. */
  String throttledLane;

  private final MemoryObjects spills = new MemoryObjects(new CountingMetrics());
  private final MemoryIds ids = new MemoryIds();
  private final MemoryLog log;
  private final StreamApp app;
  private final Source topics;
  private final Clock clock;
  private final EngineSettings settings;

  World(StreamApp app, Source topics, Clock clock, int buckets) {
    this.app = app;
    this.topics = topics;
    this.clock = clock;
    this.log = new MemoryLog(clock, new CountingMetrics());
    this.settings =
        new EngineSettings(INTERVAL, buckets, Duration.ZERO, Duration.ofDays(1), buckets);
  }

  /** A new process. */
  Engine engine() {
    Ports ports =
        new Ports(
            new ThrottledLog(),
            outputs,
            spills,
            new Sources(Map.of(SourceKind.KAFKA, topics)),
            clock,
            ids,
            new CountedWakeUps(),
            new CountingMetrics(),
            text -> {});
    return new Engine(Plan.of(app, Map.of()), settings, ports);
  }

  /** A transform function in a new process. */
  KafkaTransformFunction transform() {
    return new KafkaTransformFunction(engine().transform(), FunctionLog.lines(problems::add));
  }

  /** All outputs, by name. */
  SortedMap<String, String> files() {
    SortedMap<String, String> files = new TreeMap<>();
    for (String name : outputs.list("")) {
      files.put(name, new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return files;
  }

  private final class CountedWakeUps implements Caller {
    @Override
    public void wakeCoordinator() {
      wakeUps++;
    }

    @Override
    public void advance(int stage, List<Integer> buckets) {
      throw new IllegalStateException("the coordinator advances all buckets itself here");
    }
  }

  private final class ThrottledLog implements LogStore {
    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      return lane.equals(throttledLane)
          ? new Append.Throttled("a test")
          : log.append(lane, number, entry, expiry);
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
