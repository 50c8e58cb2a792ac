package dev.sluice.engine.transform;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ForwardingSource;
import dev.sluice.engine.Ports;
import dev.sluice.engine.Unheard;
import dev.sluice.engine.entry.Logs;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Append;
import dev.sluice.ports.Ids;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One stream of lines with one shard, and as many processes as a test wants. */
final class Shop {
  static final String STREAM = "lines";
  static final String SHARD = "shardId-000000000000";
  static final EngineSettings SETTINGS =
      new EngineSettings(Duration.ofSeconds(1), 2, Duration.ZERO, Duration.ofHours(1), 100);

  /** What user code does with a line that begins with it. */
  static final String POISON = "poison";

  static final String BROKEN = "broken";
  static final String MANY = "many";

  /** The end of a process. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(10_000_000));
  final MemoryStream stream = new MemoryStream(STREAM, 1);
  final CountingMetrics metrics = new CountingMetrics();
  final MemoryLog memory = new MemoryLog(clock, metrics);
  final MemoryObjects outputs = new MemoryObjects(metrics);
  final MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryIds ids = new MemoryIds();

  /** Whether processes are copies of one that was made: what that drew, all of them have. */
  boolean copied;

  private boolean making;
  private final Plan plan;

  /** Comes between a process and the log at each put: what it answers, by lane and put. */
  BiFunction<String, Supplier<Append>, Append> puts = (lane, put) -> put.get();

  /** How often a process looked for records that no call had brought. */
  int reads;

  /** How many records such reads gave. */
  int recordsRead;

  /** As a shard that has just given a record of 10 MB. */
  boolean givesOneAtATime;

  /** Whether such a read finds nothing. */
  boolean showNothing;

  Shop() {
    this(Death::new);
  }

  /**
   * @param poison what poison does
   */
  Shop(Supplier<Error> poison) {
    this((StreamApp) stream -> define(stream, poison));
  }

  private Shop(StreamApp app) {
    plan = Plan.of(app, Map.of());
    engine().coordinator().run();
  }

  /** One that runs an app of the test, which reads the stream. */
  static Shop of(StreamApp app) {
    return new Shop(app);
  }

  private static void define(StreamContext context, Supplier<Error> poison) {
    context
        .kinesis(STREAM, Decoder.utf8())
        .flatMap(
            line -> {
              if (line.startsWith(POISON)) {
                throw poison.get();
              } else if (line.startsWith(BROKEN)) {
                throw new IllegalStateException("a test");
              }
              long rows = line.startsWith(MANY) ? 1000 : 1;
              return Stream.generate(() -> line).limit(rows).toList();
            })
        .saveAsTextFiles("out");
  }

  Engine engine() {
    return new Engine(plan, SETTINGS, ports());
  }

  Transform process() {
    return process(Computation.Limits.OF_STORES);
  }

  Transform process(Computation.Limits limits) {
    return process(limits, SETTINGS);
  }

  /** A process that trusts mappings for so long. */
  Transform process(Duration trust) {
    return process(
        Computation.Limits.OF_STORES,
        new EngineSettings(
            SETTINGS.interval(),
            SETTINGS.buckets(),
            SETTINGS.skewAllowance(),
            SETTINGS.entryLifetime(),
            SETTINGS.bucketsInline(),
            trust));
  }

  private Transform process(Computation.Limits limits, EngineSettings settings) {
    making = true;
    Ports ports = ports();
    Transform made = new Transform(plan, settings, ports, new Logs(ports, settings), limits);
    making = false;
    return made;
  }

  private Ports ports() {
    LogStore log =
        new LogStore() {
          @Override
          public Append append(String lane, long number, byte[] entry, Instant expiry) {
            return puts.apply(lane, () -> memory.append(lane, number, entry, expiry));
          }

          @Override
          public Optional<LogEntry> head(String lane) {
            return memory.head(lane);
          }

          @Override
          public List<LogEntry> read(String lane, long fromNumber, int limit) {
            return memory.read(lane, fromNumber, limit);
          }
        };
    Ids drawn = () -> copied && making ? "of-the-copied-one" : ids.next();
    return new Ports(
        log, outputs, spills, new Watched(), clock, drawn, new Unheard(), metrics, line -> {});
  }

  /** The stream, whose reads are counted. */
  private final class Watched extends ForwardingSource {
    Watched() {
      super(stream);
    }

    @Override
    public Optional<Missed> missed(String name, String shardId, Position after, int maxRecords) {
      reads++;
      if (givesOneAtATime && maxRecords > 1) {
        throw new StoreUnavailableException("it has just given much", null);
      }
      Optional<Missed> found =
          showNothing
              ? Optional.of(new Missed(List.of(), false, false))
              : super.missed(name, shardId, after, maxRecords);
      recordsRead += found.stream().mapToInt(each -> each.records().size()).sum();
      return found;
    }
  }

  /** Refuses all puts into shard lanes. */
  void throttleShards() {
    puts = (lane, put) -> lane.startsWith("shard/") ? new Append.Throttled("a test") : put.get();
  }

  /** Puts into shard lanes land, and nobody hears of it. */
  void loseAnswersOfShards() {
    puts =
        (lane, put) -> {
          Append answer = put.get();
          if (lane.startsWith("shard/")) {
            throw new StoreUnavailableException("the answer was lost", null);
          }
          return answer;
        };
  }

  /** Processes die when they put into a shard lane. */
  void dieAtShards() {
    puts =
        (lane, put) -> {
          if (lane.startsWith("shard/")) {
            throw new Death();
          }
          return put.get();
        };
  }

  void heal() {
    puts = (lane, put) -> put.get();
  }

  InRecord line(String text) {
    return in(stream.putTo(SHARD, "k", text.getBytes(StandardCharsets.UTF_8), clock.nowMillis()));
  }

  List<InRecord> lines(String... texts) {
    return Stream.of(texts).map(this::line).toList();
  }

  static InRecord in(MemoryRecord r) {
    return new InRecord(Position.of(r.sequence()), r.stampMillis(), r.partitionKey(), r.data());
  }

  /** So many calls, each of a new process, die or are refused at most before one is served. */
  int deathsUntilServed(List<InRecord> records, int most) {
    for (int deaths = 0; deaths <= most; deaths++) {
      try {
        process().apply(STREAM, SHARD, records);
        return deaths;
      } catch (Death e) {
        // the next process
      }
    }
    throw new AssertionError("not served after the deaths of " + most);
  }

  long counter(String name) {
    return engine().status().counters().getOrDefault(name, 0L);
  }

  /** Half an hour goes by, lanes are kept alive, and what has expired is removed. */
  void halfAnHourPasses(Engine caretaker) {
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(10));
      caretaker.coordinator().run();
      memory.vacuum();
    }
  }

  /** The lines of all outputs below a prefix, in order of names. */
  List<String> rows(String prefix) {
    List<String> rows = new ArrayList<>();
    for (String name : outputs.list(prefix)) {
      if (!name.endsWith("_SUCCESS")) {
        rows.addAll(
            new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8).lines().toList());
      }
    }
    return rows;
  }
}
