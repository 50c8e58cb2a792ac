package dev.sluice.engine;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.Transform;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Caller;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A stream, stores, and processes that run the engine on them, as smoothly or badly as is said. */
final class World {
  /** How badly things go; all figures are chances of one in so many, 0 for never. */
  record Trouble(int faults, int crashes, int redeliveries, int coordinatorPauses, int maxCall) {
    static final Trouble NONE = new Trouble(0, 0, 0, 0, 500);
    static final Trouble MUCH = new Trouble(150, 12, 4, 3, 7);
  }

  static final String STREAM = "readings";

  final MemoryStream stream;
  final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(1_000_000));
  final CountingMetrics metrics = new CountingMetrics();
  final MemoryLog log = new MemoryLog(clock, metrics);
  final MemoryObjects outputs = new MemoryObjects(metrics);
  final List<String> console = new ArrayList<>();
  private final MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryIds ids = new MemoryIds();
  private final Plan plan;
  private final EngineSettings settings;
  private final Random random;
  private final Trouble trouble;
  private final Engine[] processes = new Engine[3];
  private final Map<String, Position> acknowledged = new HashMap<>();

  World(StreamApp app, int shards, EngineSettings settings, Trouble trouble, long seed) {
    this.stream = new MemoryStream(STREAM, shards);
    this.plan = Plan.of(app, Map.of());
    this.settings = settings;
    this.trouble = trouble;
    this.random = new Random(seed);
  }

  static EngineSettings settings(int buckets, int bucketsInline) {
    return new EngineSettings(
        Duration.ofSeconds(1), buckets, Duration.ofMillis(50), Duration.ofDays(1), bucketsInline);
  }

  Engine process(int i) {
    if (processes[i] == null) {
      processes[i] = new Engine(plan, settings, ports());
    }
    return processes[i];
  }

  private Ports ports() {
    Caller nobody =
        new Caller() {
          @Override
          public void wakeCoordinator() {}

          @Override
          public void advance(int stage, List<Integer> buckets) {
            try {
              process(1).advance(stage, buckets);
            } catch (StoreUnavailableException e) {
              // the heads say how far it came
            }
          }
        };
    return new Ports(
        new FaultyLog(log, random, trouble.faults),
        new FaultyObjects(outputs, random, trouble.faults),
        new FaultyObjects(spills, random, trouble.faults),
        stream,
        clock,
        ids,
        nobody,
        metrics,
        console::add);
  }

  /** Runs a script to its end and finishes. */
  World run(List<Script.Event> script) {
    coordinate();
    for (Script.Event event : script) {
      clock.set(Instant.ofEpochMilli(Math.max(clock.nowMillis(), event.atMillis())));
      Script.apply(event, stream);
      while (random.nextInt(3) > 0) {
        somethingHappens();
      }
    }
    finish();
    return this;
  }

  void somethingHappens() {
    if (happens(trouble.crashes)) {
      processes[random.nextInt(processes.length)] = null;
    }
    if (random.nextInt(4) == 0) {
      if (!happens(trouble.coordinatorPauses)) {
        coordinate();
      }
    } else {
      List<Source.Shard> shards = stream.shards(STREAM);
      deliver(shards.get(random.nextInt(shards.size())));
    }
  }

  private boolean happens(int oneIn) {
    return oneIn > 0 && random.nextInt(oneIn) == 0;
  }

  private void coordinate() {
    try {
      process(random.nextInt(2)).coordinator().run();
    } catch (StoreUnavailableException e) {
      // the next run goes on
    }
  }

  /** Gives some records of a shard to a process; false if there are none behind the last answer. */
  boolean deliver(Source.Shard shard) {
    Position at = acknowledged.getOrDefault(shard.id(), Position.START);
    if (!shard.parents().stream().allMatch(this::isDrained)) {
      return false;
    }
    Position from = happens(trouble.redeliveries) ? Position.START : at;
    List<MemoryRecord> records = stream.read(shard.id(), from, 1 + random.nextInt(trouble.maxCall));
    if (records.isEmpty()) {
      return false;
    }
    List<InRecord> call =
        records.stream()
            .map(
                r ->
                    new InRecord(
                        Position.of(r.sequence()), r.stampMillis(), r.partitionKey(), r.data()))
            .toList();
    Position last = call.get(call.size() - 1).position();
    try {
      Transform.Outcome outcome =
          process(1 + random.nextInt(2)).transform().apply(STREAM, shard.id(), call);
      Position done = outcome.firstOpen().map(open -> before(call, open).orElse(at)).orElse(last);
      if (done.compareTo(at) > 0) {
        acknowledged.put(shard.id(), done);
      }
    } catch (RefusedException e) {
      // delivered again
    }
    return true;
  }

  private boolean isDrained(String shardId) {
    Position at = acknowledged.getOrDefault(shardId, Position.START);
    return stream.isClosed(shardId) && stream.read(shardId, at, 1).isEmpty();
  }

  private static Optional<Position> before(List<InRecord> call, Position open) {
    Position before = null;
    for (InRecord each : call) {
      if (each.position().compareTo(open) >= 0) {
        break;
      }
      before = each.position();
    }
    return Optional.ofNullable(before);
  }

  void finish() {
    Exception last = null;
    for (int tries = 0; tries < 10_000; tries++) {
      stream.shards(STREAM).forEach(this::deliver);
      coordinate();
      boolean drained =
          stream.shards(STREAM).stream()
              .allMatch(
                  s ->
                      stream
                          .read(s.id(), acknowledged.getOrDefault(s.id(), Position.START), 1)
                          .isEmpty());
      try {
        if (drained && process(0).coordinator().finish()) {
          return;
        }
      } catch (StoreUnavailableException e) {
        last = e;
      }
    }
    throw new AssertionError("does not come to an end: " + acknowledged, last);
  }

  /** All outputs by name, as text. */
  SortedMap<String, String> files() {
    SortedMap<String, String> files = new TreeMap<>();
    for (String name : outputs.list("")) {
      files.put(name, new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return files;
  }

  /**
   * The lines of all parts of a directory, sorted; files that begin with an underscore left out.
   */
  SortedMap<String, List<String>> rows() {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    files()
        .forEach(
            (name, content) -> {
              int slash = name.lastIndexOf('/');
              if (!name.startsWith("_", slash + 1)) {
                rows.computeIfAbsent(name.substring(0, slash), d -> new ArrayList<>())
                    .addAll(content.lines().toList());
              }
            });
    rows.values().forEach(lines -> lines.sort(null));
    return rows;
  }
}
