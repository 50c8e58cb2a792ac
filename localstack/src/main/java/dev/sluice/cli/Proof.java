package dev.sluice.cli;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.Counters;
import dev.sluice.examples.oil.OilPumpGenerator;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.local.kinesis.ArrivalStamps;
import dev.sluice.local.kinesis.IteratorStart;
import dev.sluice.local.kinesis.PutEntry;
import dev.sluice.local.kinesis.ShardInfo;
import dev.sluice.local.kinesis.VirtualRate;
import dev.sluice.local.mapping.Batch;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.mapping.MappingCounters;
import dev.sluice.local.run.Isolation;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.LocalSettings;
import dev.sluice.plan.Plan;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Runs one stream twice: once undisturbed, once with batches that are cut differently, delivered
 * again and by two callers at once, answers that are lost, and a coordinator that stands still for
 * a while. In both, readings are up to five minutes out of order, one of four shards stays idle,
 * and one is split in mid-window.
 */
final class Proof {
  private static final int SHARDS = 4;
  private static final int BUCKETS = 4;
  private static final int PUT_LINES = 250;
  private static final long LINES_A_SECOND = 200;
  private static final Instant START = Instant.parse("2026-03-10T06:00:00Z");
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration DISORDER = Duration.ofMinutes(5);
  private static final Duration VERY_LATE = Duration.ofHours(3);
  private static final int ONE_VERY_LATE_IN = 500;
  private static final double DISTURBED = 0.3;
  private static final int MAX_DELAY_MILLIS = 20;

  /** On a slow machine few large batches come, and chance needs many to disturb in every way. */
  private static final int MOST_DISTURBED_LINES = 100;

  /**
   * A run's outputs and what was done to it.
   *
   * @param disturbances how often each was done
   * @param idleShards shards of the beginning that have no record
   * @param splitShards shards that have been split
   */
  record Outcome(
      SortedMap<String, byte[]> files,
      MappingCounters mapping,
      Map<String, Long> disturbances,
      long pausedMillis,
      Map<String, Long> counters,
      long idleShards,
      long splitShards) {}

  private record Arrival(long millis, OilPumpGenerator.Reading reading) {}

  private final long seed;
  private final int lines;
  private final Consumer<String> problems;

  Proof(long seed, int lines, Consumer<String> problems) {
    this.seed = seed;
    this.lines = lines;
    this.problems = problems;
  }

  Outcome undisturbed() throws InterruptedException {
    return run(Disturbance.NONE, false);
  }

  Outcome disturbed() throws InterruptedException {
    return run(trouble(), true);
  }

  private static Batch front(Batch batch) {
    int size = Math.min(MOST_DISTURBED_LINES, batch.records().size());
    return new Batch(batch.shardId(), batch.records().subList(0, size));
  }

  /** The readings in the order of their arrival. */
  private List<OilPumpGenerator.Reading> arrivals() {
    Random random = new Random(seed);
    List<Arrival> arrivals = new ArrayList<>();
    new OilPumpGenerator(seed, START, STEP)
        .readings()
        .limit(lines)
        .forEach(
            reading -> {
              long delay = (long) (random.nextDouble() * DISORDER.toMillis());
              if (random.nextInt(ONE_VERY_LATE_IN) == 0) {
                delay += VERY_LATE.toMillis();
              }
              arrivals.add(new Arrival(reading.time().toEpochMilli() + delay, reading));
            });
    arrivals.sort(Comparator.comparingLong(Arrival::millis));
    return arrivals.stream().map(Arrival::reading).toList();
  }

  /** The app's graph. */
  static Plan plan() {
    return Plan.of(new OilPumps(), Map.of());
  }

  /**
   * How a run is made.
   *
   * @param stamps the clock by which records arrive
   * @param state where it is kept, if it is
   * @param isolation how functions run in processes of their own, if they do
   */
  static LocalSettings settings(
      ArrivalStamps stamps,
      Optional<Path> state,
      Disturbance disturbance,
      Optional<Isolation> isolation) {
    return new LocalSettings(
        "proof",
        plan(),
        engine(),
        SHARDS,
        stamps,
        state,
        0,
        disturbance,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        isolation,
        LocalSettings.CHECKPOINT_EVERY);
  }

  private static EngineSettings engine() {
    return new EngineSettings(
        Duration.ofSeconds(1),
        BUCKETS,
        Duration.ZERO,
        EngineSettings.DEFAULT_ENTRY_LIFETIME,
        BUCKETS);
  }

  private Outcome run(Disturbance kind, boolean pause) throws InterruptedException {
    CountedDisturbance disturbance = new CountedDisturbance(kind);
    List<OilPumpGenerator.Reading> readings = arrivals();
    long newest = readings.stream().mapToLong(r -> r.time().toEpochMilli()).max().orElseThrow();
    EngineSettings engine = engine();
    VirtualRate stamps =
        new VirtualRate(engine.borderMillis(engine.intervalOf(newest)), LINES_A_SECOND);
    LocalSettings settings = settings(stamps, Optional.empty(), disturbance, Optional.empty());
    try (LocalRun run = LocalRun.start(settings, problems, text -> {})) {
      long paused = send(run, readings, pause, at -> {});
      run.finish();
      return outcome(run, disturbance.counts(), paused);
    }
  }

  /** Sends all readings to a run that is disturbed; gives how long the coordinator stood still. */
  long sendDisturbed(LocalRun run, IntConsumer atPut) throws InterruptedException {
    return send(run, arrivals(), true, atPut);
  }

  /** How many puts there are for the readings. */
  int puts() {
    return (lines + PUT_LINES - 1) / PUT_LINES;
  }

  private long send(
      LocalRun run, List<OilPumpGenerator.Reading> readings, boolean pause, IntConsumer atPut)
      throws InterruptedException {
    long paused = 0;
    for (int from = 0; from < lines; from += PUT_LINES) {
      put(run, readings.subList(from, Math.min(lines, from + PUT_LINES)));
      atPut.accept(from / PUT_LINES);
      if (from / PUT_LINES == lines / PUT_LINES / 2) {
        split(run);
      }
      if (pause && from / PUT_LINES == lines / PUT_LINES / 4) {
        run.pauseCoordinator(true);
        paused = System.currentTimeMillis();
      } else if (pause && from / PUT_LINES == lines / PUT_LINES * 3 / 4) {
        run.pauseCoordinator(false);
        paused = System.currentTimeMillis() - paused;
      }
      if (from / PUT_LINES % 4 == 3) {
        Thread.sleep(pause ? 30 : 5); // lets the functions meet the stream while it grows
      }
    }
    return paused;
  }

  /** What came of a run that has finished. */
  static Outcome outcome(LocalRun run, Map<String, Long> disturbances, long pausedMillis) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String name : run.outputs().list("")) {
      files.put(name, run.outputs().get(name).orElseThrow());
    }
    List<ShardInfo> shards = run.streams().shards(OilPumps.STREAM);
    return new Outcome(
        files,
        run.mappingCounters().get(0),
        disturbances,
        pausedMillis,
        run.status().counters(),
        shards.stream().limit(SHARDS).filter(shard -> isIdle(run, shard)).count(),
        shards.stream().filter(shard -> shard.endingSequenceNumber().isPresent()).count());
  }

  /** The disturbance, of batches that are small enough for chance. */
  Disturbance trouble() {
    Disturbance seeded = Disturbance.seeded(seed, DISTURBED, MAX_DELAY_MILLIS);
    return (shardId, batch) -> seeded.next(shardId, front(batch));
  }

  /** Takes what goes wrong and is tried again. */
  Consumer<String> problems() {
    return problems;
  }

  private static boolean isIdle(LocalRun run, ShardInfo shard) {
    String iterator =
        run.streams().iterator(OilPumps.STREAM, shard.id(), IteratorStart.TRIM_HORIZON);
    return run.streams().read(iterator, 1).records().isEmpty();
  }

  /** The pumps share three of the four shards' hash keys. */
  private static void put(LocalRun run, List<OilPumpGenerator.Reading> readings) {
    BigInteger all = BigInteger.ONE.shiftLeft(128);
    BigInteger used =
        all.multiply(BigInteger.valueOf(SHARDS - 1)).divide(BigInteger.valueOf(SHARDS));
    List<PutEntry> entries = new ArrayList<>();
    for (OilPumpGenerator.Reading each : readings) {
      int pump = OilPumpGenerator.PUMPS.indexOf(each.pump());
      BigInteger hash =
          used.multiply(BigInteger.valueOf(pump))
              .divide(BigInteger.valueOf(OilPumpGenerator.PUMPS.size()));
      byte[] data = each.line().getBytes(StandardCharsets.UTF_8);
      entries.add(new PutEntry(data, each.pump(), Optional.of(hash.toString())));
    }
    run.streams().put(OilPumps.STREAM, entries, Optional.empty());
  }

  private static void split(LocalRun run) {
    ShardInfo first = run.streams().shards(OilPumps.STREAM).get(0);
    BigInteger middle = first.range().start().add(first.range().end()).shiftRight(1);
    run.streams().splitShard(OilPumps.STREAM, first.id(), middle);
  }

  /** The names whose content differs, or that only one run has. */
  static List<String> differences(Outcome one, Outcome other) {
    Map<String, byte[]> all = new HashMap<>(one.files());
    all.putAll(other.files());
    return all.keySet().stream()
        .filter(name -> !Arrays.equals(one.files().get(name), other.files().get(name)))
        .sorted()
        .toList();
  }

  /** What did not happen and should have: without it, equal outputs prove less than we say. */
  static List<String> shortcomings(Outcome calm, Outcome troubled) {
    List<String> missing = new ArrayList<>();
    troubled.disturbances.forEach((what, count) -> require(missing, what, count));
    require(missing, "the coordinator's stop", troubled.pausedMillis);
    for (Outcome each : List.of(calm, troubled)) {
      require(missing, "an idle shard", each.idleShards);
      require(missing, "a shard that is split", each.splitShards);
      require(missing, "late values", each.counters.getOrDefault(Counters.LATE, 0L));
      require(missing, "broken lines", each.counters.getOrDefault(Counters.DEAD_LETTERS, 0L));
      require(missing, "output files", each.files.size());
    }
    return missing.stream().distinct().toList();
  }

  private static void require(List<String> missing, String what, long count) {
    if (count == 0) {
      missing.add(what);
    }
  }

  static long bytes(Outcome outcome) {
    return outcome.files().values().stream().mapToLong(content -> content.length).sum();
  }
}
