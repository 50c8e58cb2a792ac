package dev.sluice.engine;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.MemoryTables;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Caller;
import dev.sluice.ports.Clock;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.Source;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Witness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** A stream, stores, and processes that run the engine on them, as smoothly or badly as is said. */
final class World {
  static final String STREAM = "readings";

  /** A function lives so long. */
  private static final Duration LONGEST_CALL = Duration.ofMinutes(15);

  /** In steps of so much the hours pass in which nothing arrives. */
  private static final Duration STRIDE = Duration.ofMinutes(8);

  /** So a coordinator comes to an end within half a lifetime of entries, as idle apps need it. */
  private static final int MOST_STRIDES_AWAY = 2;

  /** A call stands still inside another one's pause, and so on: so many at most. */
  private static final int MOST_PAUSES = 3;

  private static final int MOST_TRIES = 10_000;

  final MemoryStream stream;
  final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(1_000_000));
  final CountingMetrics metrics = new CountingMetrics();
  final FragileLog log = new FragileLog(clock, metrics);
  final MemoryObjects outputs = new MemoryObjects(metrics);
  final List<String> console = new ArrayList<>();
  final Trouble trouble;
  Witness witness;
  final MemoryTables tables = new MemoryTables();
  private final MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryIds ids = new MemoryIds();
  private Plan plan;
  private EngineSettings settings;
  private final Processes processes;
  private final Mapping mapping;
  private final Map<String, Long> listed = new HashMap<>();
  private List<Script.Event> script = List.of();
  private int nextEvent;
  private IntConsumer beforeEvent = event -> {};
  private boolean allCame;
  private boolean leaping;
  private int pauses;
  private Optional<CheckpointSettings> checkpoints = Optional.empty();

  /** A world in which nobody delivers records: they are read by the app's own source. */
  static World pulling(
      Function<PullSource, StreamApp> app,
      int shards,
      EngineSettings settings,
      Trouble.Chances chances,
      long seed) {
    return new World(
        world -> app.apply(new FaultyPull(world.stream, world.trouble, world.clock, world.listed)),
        true,
        shards,
        settings,
        chances,
        seed);
  }

  World(StreamApp app, int shards, EngineSettings settings, Trouble.Chances chances, long seed) {
    this(world -> app, false, shards, settings, chances, seed);
  }

  private World(
      Function<World, StreamApp> app,
      boolean pulls,
      int shards,
      EngineSettings settings,
      Trouble.Chances chances,
      long seed) {
    this.stream = new MemoryStream(STREAM, shards);
    this.settings = settings;
    this.trouble = new Trouble(chances, seed, this::meanwhile);
    this.witness = new Witness(outputs, spills);
    this.plan = Plan.of(app.apply(this), Map.of());
    this.processes = new Processes(this::start, trouble);
    Optional<String> pulled = pulls ? Optional.of(plan.streams().get(0)) : Optional.empty();
    this.mapping = new Mapping(stream, log, trouble, pulled, this::work);
  }

  /** Entries that live for one hour, the least that is allowed. */
  static EngineSettings settings(int buckets, int bucketsInline) {
    return new EngineSettings(
        Duration.ofSeconds(1),
        buckets,
        Duration.ofMillis(Script.MAX_SKEW_MILLIS + 50),
        Duration.ofHours(1),
        bucketsInline);
  }

  /** Lets a process work that is neither at work nor asleep; true if it came to an end. */
  private boolean work(Consumer<Engine> work) {
    return processes.work(nextEvent, work);
  }

  private Engine start(int i) {
    return checkpoints.isEmpty()
        ? new Engine(plan, settings, ports(i))
        : new Engine(plan, settings, ports(i), checkpoints.get());
  }

  /** A process as it is, or a new one where it has died. */
  Engine process(int i) {
    return processes.get(i);
  }

  /** Lets the app take checkpoints. */
  World with(CheckpointSettings some) {
    checkpoints = Optional.of(some);
    return this;
  }

  /**
   * The table is gone. Functions start anew with an empty one, and a new mapping begins with the
   * oldest record; who is in the middle of a call goes on with the old one.
   */
  void loseTable() {
    log.lose();
    witness = witness.ofNewTable();
    startAnew();
  }

  /** The table is what it was at some time of the last minutes, and functions start anew. */
  void fallBack(Random random) {
    long now = clock.nowMillis();
    int least = log.puts(now - STRIDE.toMillis());
    int puts = least + random.nextInt(log.puts(now + 1) - least + 1);
    witness = witness.ofNewTable();
    log.fallBack(puts, witness);
    startAnew();
  }

  private void startAnew() {
    processes.startAnew();
    mapping.beginAnew();
  }

  /** New processes have another version of the app; the old ones live on, some for long. */
  void deploy(StreamApp changed) {
    plan = Plan.of(changed, Map.of());
    processes.replace(true);
  }

  /** New processes want another number of buckets; some of the old ones live on. */
  void spread(int buckets) {
    settings = settings.withBuckets(buckets);
    processes.replace(false);
  }

  private Ports ports(int i) {
    Caller caller =
        new Caller() {
          @Override
          public void wakeCoordinator() {
            trouble.happens("wake-up", 1);
          }

          @Override
          public void advance(int stage, List<Integer> buckets) {
            trouble.before("advance");
            allCame &= work(engine -> engine.advance(stage, buckets));
            trouble.after("advance");
          }
        };
    Clock own = () -> clock.nowMillis() + 2 * i - 4; // no two clocks are alike
    return new Ports(
            new FaultyLog(log.open(), trouble, witness),
            new FaultyObjects("outputs", outputs, trouble, name -> false, witness::output),
            new FaultyObjects("spills", spills, trouble, this::isSweptAway, this::spilled),
            new FaultySource(stream, trouble, clock, listed),
            own,
            ids,
            caller,
            metrics,
            console::add)
        .with(new FaultyTables(tables, trouble));
  }

  private void spilled(String name, byte[] content) {
    trouble.happens("spill", 1);
  }

  /** Spills lie below the last day on which they are there for sure, or are there for good. */
  private boolean isSweptAway(String name) {
    if (!name.startsWith("spill/")) {
      return false;
    }
    LocalDate today =
        Instant.ofEpochMilli(clock.nowMillis()).atOffset(ZoneOffset.UTC).toLocalDate();
    return LocalDate.parse(name.split("/")[1]).isBefore(today);
  }

  /** Lets something happen before each event of the script; it is given how many have come. */
  World before(IntConsumer event) {
    beforeEvent = event;
    return this;
  }

  /** Runs a script to its end and finishes. */
  World run(List<Script.Event> events) {
    script = events;
    while (!coordinate()) {
      // the app starts before the first record
    }
    while (nextEvent < script.size()) {
      step();
    }
    finish();
    return this;
  }

  private void step() {
    Script.Event event = script.get(nextEvent);
    if (isLeap(event)) {
      leap(event.atMillis());
    }
    beforeEvent.accept(nextEvent);
    nextEvent++;
    clock.set(Instant.ofEpochMilli(Math.max(clock.nowMillis(), event.atMillis())));
    Script.apply(event, stream);
    for (Source.Shard shard : stream.shards(STREAM)) {
      if (!shard.parents().isEmpty() && !listed.containsKey(shard.id())) {
        listed.put(shard.id(), clock.nowMillis() + trouble.random.nextInt(latestListing()));
      }
    }
    while (trouble.random.nextInt(3) > 0) {
      somethingHappens();
    }
  }

  private int latestListing() {
    return trouble.chances == Trouble.Chances.NONE ? 1 : 3_000;
  }

  private boolean isLeap(Script.Event event) {
    return event.atMillis() - clock.nowMillis() > STRIDE.toMillis();
  }

  /** Hours without records: lanes are kept alive by whoever is awake, and entries expire. */
  private void leap(long toMillis) {
    leaping = true;
    drain();
    int away = 0;
    while (clock.nowMillis() + STRIDE.toMillis() < toMillis) {
      clock.advance(STRIDE);
      int chance = away < MOST_STRIDES_AWAY ? trouble.chances.coordinatorPauses() : 0;
      away = trouble.happens("coordinator away for minutes", chance) ? away + 1 : 0;
      if (away == 0) {
        while (!coordinate()) {
          // once in a while it comes through
        }
      }
      somethingHappens();
      log.vacuum();
    }
    while (!coordinate()) {
      // as above
    }
    leaping = false;
  }

  /** A process stands still in the middle of a call, and the world goes on. */
  private void meanwhile() {
    if (pauses == MOST_PAUSES) {
      return;
    }
    pauses++;
    long since = clock.nowMillis();
    for (int n = 1 + trouble.random.nextInt(6); n > 0; n--) {
      boolean soon = nextEvent < script.size() && !isLeap(script.get(nextEvent));
      if (!leaping && soon && trouble.random.nextBoolean()) {
        step();
      } else {
        somethingHappens();
      }
    }
    pauses--;
    if (clock.nowMillis() - since > LONGEST_CALL.toMillis()) {
      throw new Crash("out of time");
    }
  }

  void somethingHappens() {
    processes.maySleep(nextEvent);
    if (trouble.random.nextInt(4) == 0) {
      if (!trouble.happens("coordinator away", trouble.chances.coordinatorPauses())) {
        coordinate();
      }
    } else {
      List<Source.Shard> shards = stream.shards(STREAM);
      mapping.deliver(shards.get(trouble.random.nextInt(shards.size())));
    }
  }

  /** Lets a coordinator run; true if it came to an end, and so did the functions that it called. */
  private boolean coordinate() {
    boolean outer = allCame; // of one that stands still meanwhile
    allCame = true;
    boolean ended = work(engine -> engine.coordinator().run()) && allCame;
    allCame = outer;
    return ended;
  }

  /** Delivers until all records are committed. */
  private void drain() {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      stream.shards(STREAM).forEach(mapping::deliver);
      coordinate();
      if (mapping.isIdle()) {
        return;
      }
      clock.advance(Duration.ofMillis(1));
    }
    throw new AssertionError("does not come to an end: " + mapping + trouble.counts);
  }

  void finish() {
    boolean[] finished = new boolean[1];
    for (int tries = 0; tries < MOST_TRIES && !finished[0]; tries++) {
      drain();
      work(engine -> finished[0] = engine.coordinator().finish());
    }
    if (!finished[0]) {
      throw new AssertionError("does not finish: " + mapping + trouble.counts);
    }
  }

  /** What the app counts, all lanes together. */
  SortedMap<String, Long> counters() {
    return new Engine(plan, settings, ports()).status().counters();
  }

  /** For looks from outside. */
  Ports ports() {
    return new Ports(log, outputs, spills, stream, clock, ids, null, metrics, console::add);
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
