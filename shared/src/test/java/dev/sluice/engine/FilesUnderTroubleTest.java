package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.files.FileSource;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryFiles;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.Nobody;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.Sources;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Witness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that arrive while coordinators list, read, stand still and die, and tables are lost. When a
 * file is found depends on that; that each counts once, whole, in one batch and in order does not.
 */
class FilesUnderTroubleTest {
  private static final StreamApp COPY =
      stream -> stream.textFileStream("in").saveAsTextFiles("out");
  private static final EngineSettings SETTINGS =
      new EngineSettings(Duration.ofSeconds(1), 1, Duration.ofMillis(100), Duration.ofHours(1), 1);
  private static final int FILES = 60;
  private static final int PROCESSES = 4;
  private static final int MOST_TRIES = 10_000;

  /** The table is lost, or falls back, once in so many steps. */
  private static final int LOSS = 8;

  private static final CheckpointSettings OFTEN =
      new CheckpointSettings(Duration.ofSeconds(3), new StartFrom.Newest());
  private static final SortedMap<String, Integer> TROUBLES = new TreeMap<>();

  private final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(1_000_000));
  private final CountingMetrics metrics = new CountingMetrics();
  private final FragileLog log = new FragileLog(clock, metrics);
  private final MemoryObjects outputs = new MemoryObjects(metrics);
  private final MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryFiles files = new MemoryFiles(clock);
  private final MemoryIds ids = new MemoryIds();
  private Witness witness = new Witness(outputs, spills);
  private final Plan plan = Plan.of(COPY, Map.of());
  private final Engine[] processes = new Engine[PROCESSES];
  private final boolean[] busy = new boolean[PROCESSES];
  private final SortedMap<String, List<String>> put = new TreeMap<>();
  private Trouble trouble;
  private int pauses;

  /** The table may fall back to so many puts: there is a checkpoint. */
  private int leastPuts = Integer.MAX_VALUE;

  static LongStream seeds() {
    String[] range = System.getProperty("sluice.seeds", "1-20").split("-");
    return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFileCountsOnceAndWholeWhateverHappens(long seed) {
    check(seed, false);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFileCountsInItsBatchThoughTablesAreLost(long seed) {
    check(seed, true);
  }

  private void check(long seed, boolean losses) {
    trouble = new Trouble(Trouble.Chances.MUCH, seed, this::meanwhile);
    while (put.size() < FILES) {
      step();
      if (losses && trouble.random.nextInt(LOSS) == 0) {
        loseTable();
      }
    }
    boolean[] finished = new boolean[1];
    for (int tries = 0; tries < MOST_TRIES && !finished[0]; tries++) {
      clock.advance(Duration.ofMillis(100));
      work(engine -> finished[0] = engine.coordinator().finish());
    }
    trouble.counts.forEach((what, count) -> TROUBLES.merge(what, count, Integer::sum));

    SortedMap<String, List<String>> batchesByFile = new TreeMap<>();
    SortedMap<String, List<String>> linesByFile = new TreeMap<>();
    for (String name : outputs.list("out-")) {
      if (name.contains("/part-")) {
        String batch = name.substring(0, name.indexOf('/'));
        new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8)
            .lines()
            .forEach(
                line -> {
                  String file = line.substring(0, line.indexOf(' '));
                  linesByFile.computeIfAbsent(file, f -> new ArrayList<>()).add(line);
                  List<String> batches =
                      batchesByFile.computeIfAbsent(file, f -> new ArrayList<>());
                  if (!batches.contains(batch)) {
                    batches.add(batch);
                  }
                });
      }
    }
    assertThat(finished[0]).isTrue();
    assertThat(linesByFile).isEqualTo(put);
    assertThat(batchesByFile.values()).allMatch(batches -> batches.size() == 1);
    assertThat(witness.violations()).isEmpty();
    Map<String, Long> counters = new Engine(plan, SETTINGS, ports(log, 0)).status().counters();
    assertThat(counters)
        .containsEntry(Counters.RECORDS, put.values().stream().mapToLong(List::size).sum())
        .doesNotContainKey(Counters.DEAD_LETTERS);
    assertThat(counters.getOrDefault(Counters.CLAMPED, 0L)).isZero();
  }

  private void step() {
    clock.advance(Duration.ofMillis(trouble.random.nextInt(400)));
    if (trouble.random.nextInt(15) == 0) {
      clock.advance(Duration.ofMinutes(8)); // twice a lifetime coordinators run for sure
      for (int i = 0; i < 3; i++) {
        work(engine -> engine.coordinator().run());
      }
      log.vacuum();
    }
    arrive(trouble.random.nextInt(4));
    work(engine -> engine.coordinator().run());
  }

  /** The table is gone, or what it was before its last puts, and functions start anew. */
  private void loseTable() {
    int puts = log.puts(Long.MAX_VALUE);
    if (spills.list("checkpoints/manifest/").isEmpty()) {
      return; // it would begin from nothing
    }
    leastPuts = Math.min(leastPuts, puts);
    witness = witness.ofNewTable();
    if (trouble.random.nextBoolean()) {
      trouble.happens("table that falls back", 1);
      int back = trouble.random.nextInt(Math.min(60, puts - leastPuts + 1));
      log.fallBack(puts - back, witness);
    } else {
      trouble.happens("lost table", 1);
      log.lose();
      leastPuts = 0; // who finds nothing begins from a checkpoint
    }
    Arrays.fill(processes, null);
  }

  private void arrive(int count) {
    for (int n = 0; n < count; n++) {
      String name = "f" + put.size();
      List<String> lines = new ArrayList<>();
      for (int i = 1 + trouble.random.nextInt(30); i > 0; i--) {
        lines.add(name + " " + i);
      }
      put.put(name, lines);
      files.put("in/" + name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A process stands still, files arrive, and others go on. */
  private void meanwhile() {
    if (pauses == 2) {
      return;
    }
    pauses++;
    for (int n = 1 + trouble.random.nextInt(3); n > 0; n--) {
      clock.advance(Duration.ofMillis(trouble.random.nextInt(200)));
      arrive(put.size() < FILES ? trouble.random.nextInt(2) : 0);
      work(engine -> engine.coordinator().run());
    }
    pauses--;
  }

  private void work(Consumer<Engine> work) {
    int i = trouble.random.nextInt(PROCESSES);
    if (busy[i]) {
      return;
    }
    if (processes[i] == null) {
      processes[i] =
          new Engine(plan, SETTINGS, ports(new FaultyLog(log.open(), trouble, witness), i), OFTEN);
    }
    Engine engine = processes[i];
    busy[i] = true;
    try {
      work.accept(engine);
    } catch (Crash e) {
      processes[i] = processes[i] == engine ? null : processes[i];
    } catch (StoreUnavailableException e) {
      // somebody goes on
    } finally {
      busy[i] = false;
    }
  }

  private Ports ports(LogStore through, int i) {
    Clock own = () -> clock.nowMillis() + 2 * i - 4; // no two clocks are alike
    ObjectStore bulk =
        new FaultyObjects("spills", spills, trouble, name -> false, (name, content) -> {});
    return new Ports(
        through,
        new FaultyObjects("outputs", outputs, trouble, name -> false, witness::output),
        bulk,
        new Sources(Map.of(SourceKind.FILES, source(through, bulk, own))),
        own,
        ids,
        new Nobody(),
        metrics,
        text -> {});
  }

  private FileSource source(LogStore through, ObjectStore bulk, Clock own) {
    return new FileSource(new FaultyFiles(files, trouble), through, bulk, own, SETTINGS);
  }

  /** A kind of trouble that never comes proves nothing. */
  @AfterAll
  static void everyKindOfTroubleCame() {
    assertThat(TROUBLES)
        .containsKeys("crash at listing, before", "crash at listing, after")
        .containsKeys("crash at append, before", "crash at append, after")
        .containsKeys("crash at read of a file, before", "pause after listing")
        .containsKeys("lost answer of append", "pause after append")
        .containsKeys("lost table", "table that falls back", "pause after put of spills");
  }
}
