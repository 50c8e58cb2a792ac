package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.files.FileSource;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryFiles;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.Sources;
import dev.sluice.ports.StoreMetrics;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Witness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Apps that read files, and whose table is lost: files arrive when they arrived the first time. */
class RestoredFilesTest {
  private static final StreamApp COPY =
      stream -> stream.textFileStream("in").saveAsTextFiles("out");
  private static final EngineSettings SETTINGS =
      new EngineSettings(Duration.ofSeconds(1), 1, Duration.ofMillis(100), Duration.ofHours(1), 1);
  private static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());
  private static final CheckpointSettings NEVER =
      new CheckpointSettings(Duration.ofDays(1), new StartFrom.Newest());

  private final Plan plan = Plan.of(COPY, Map.of());
  private final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(1_000_000));
  private final CountingMetrics metrics = new CountingMetrics();
  private final FragileLog log = new FragileLog(clock, metrics);
  private final MemoryObjects outputs = new MemoryObjects(metrics);
  private MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryFiles files = new MemoryFiles(clock);
  private final MemoryIds ids = new MemoryIds();
  private int count;

  private Engine process(CheckpointSettings checkpoints) {
    return process(log.open(), checkpoints);
  }

  private Engine process(LogStore lanes, CheckpointSettings checkpoints) {
    return new Engine(plan, SETTINGS, ports(lanes), checkpoints);
  }

  private Engine process(StartFrom start) {
    return process(new CheckpointSettings(Duration.ofDays(1), start));
  }

  private Ports ports(LogStore lanes) {
    FileSource source = new FileSource(files, lanes, spills, clock, SETTINGS);
    Sources sources = new Sources(Map.of(SourceKind.FILES, source));
    return new Ports(lanes, outputs, spills, sources, clock, ids, null, metrics, text -> {});
  }

  private CheckpointDesk desk() {
    return new CheckpointDesk(ports(log.open()), SETTINGS.entryLifetime());
  }

  /** A file comes in each second. */
  private void live(Engine process, int seconds) {
    for (int second = 0; second < seconds; second++) {
      String name = "in/f" + count++;
      files.put(name, name.getBytes(StandardCharsets.UTF_8));
      idle(process, 1);
    }
  }

  private void idle(Engine process, int seconds) {
    for (int second = 0; second < seconds; second++) {
      process.coordinator().run();
      clock.advance(Duration.ofSeconds(1));
      process.coordinator().run();
    }
  }

  private SortedMap<String, String> results() {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : outputs.list("")) {
      found.put(name, new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return found;
  }

  private void finish(Engine process) {
    for (int tries = 0; tries < 20; tries++) {
      if (process.coordinator().finish()) {
        return;
      }
      clock.advance(Duration.ofSeconds(1));
    }
    throw new AssertionError("does not come to an end");
  }

  /** Each file in one batch: what an undisturbed run publishes. */
  private void assertEachFileIsThereOnce() {
    assertThat(results().entrySet())
        .filteredOn(each -> each.getKey().contains("/part-"))
        .extracting(Map.Entry::getValue)
        .hasSize(count)
        .doesNotHaveDuplicates();
  }

  /** Ten files, and a checkpoint behind the first five. */
  private SortedMap<String, String> liveAndLose() {
    live(process(ALWAYS), 5);
    Engine process = process(NEVER);
    live(process, 5);
    idle(process, 1);
    SortedMap<String, String> published = results();
    log.lose();
    clock.advance(Duration.ofMinutes(1));
    return published;
  }

  private void goOnAndCompare(Engine process, Map<String, String> before) {
    idle(process, 2);
    assertThat(results()).isEqualTo(before);
    live(process, 5);
    finish(process);
    assertEachFileIsThereOnce();
    assertThat(process.status().counters()).containsEntry("records", (long) count);
  }

  /** The lines of the one batch that was published besides what had been before. */
  private List<String> anewIn(Map<String, String> before) {
    SortedMap<String, String> found = results();
    found.keySet().removeAll(before.keySet());
    found.keySet().removeIf(name -> name.endsWith("/_SUCCESS"));
    assertThat(found).hasSize(1);
    return found.get(found.firstKey()).lines().toList();
  }

  private List<String> notes() {
    return spills.list("checkpoints/intake/in/");
  }

  private void keepOnly(Predicate<String> which) {
    MemoryObjects left = new MemoryObjects(metrics);
    spills.list("").stream()
        .filter(which)
        .forEach(name -> left.putIfAbsent(name, spills.get(name).orElseThrow()));
    spills = left;
  }

  @Test
  void filesThatWereTakenInSinceTheCheckpointArriveInTheSameBatchesAgain() {
    SortedMap<String, String> before = liveAndLose();
    goOnAndCompare(process(NEVER), before);
  }

  @Test
  void filesOfATableThatFallsBackArriveInTheSameBatchesAgain() {
    live(process(NEVER), 5);
    int puts = log.puts(Long.MAX_VALUE);
    Engine first = process(NEVER);
    live(first, 5);
    idle(first, 1);
    SortedMap<String, String> before = results();
    log.fallBack(puts, new Witness(outputs, spills));
    clock.advance(Duration.ofMinutes(1));
    goOnAndCompare(process(NEVER), before);
  }

  @Test
  void filesBehindAnOlderCheckpointThanTheNewestArriveInTheSameBatchesAgain() {
    SortedMap<String, String> before = liveAndLose();
    assertThat(desk().numbers()).hasSizeGreaterThan(3);
    goOnAndCompare(process(new StartFrom.Numbered(1)), before);
  }

  @Test
  void tableThatIsLostOnceMoreBringsFilesOnceMore() {
    liveAndLose();
    Engine second = process(NEVER);
    live(second, 3);
    idle(second, 1);
    SortedMap<String, String> before = results();
    log.lose();
    clock.advance(Duration.ofMinutes(1));
    goOnAndCompare(process(NEVER), before);
  }

  @Test
  void eachEntryOfTheLogIsKeptOnce() {
    Engine process = process(NEVER);
    live(process, 5);
    idle(process, 5);
    assertThat(log.head("intake/in").orElseThrow().number()).isEqualTo(4);
    assertThat(notes()).hasSize(5);
    Engine next = process(NEVER);
    idle(next, 1);
    double asked = metrics.value(StoreMetrics.OBJECTS_GETS);
    idle(next, 5);
    assertThat(notes()).hasSize(5);
    assertThat(metrics.value(StoreMetrics.OBJECTS_GETS)).isEqualTo(asked);
  }

  /** As it is told in docs/guarantees.md. */
  @Test
  void filesAreFoundAnewWhereWhatWasKeptOfThemIsGone() {
    live(process(ALWAYS), 5);
    desk().keep(plan, "good");
    Engine process = process(NEVER);
    live(process, 5);
    idle(process, 1);
    SortedMap<String, String> before = results();
    log.lose();
    keepOnly(name -> name.startsWith("keep/"));
    clock.advance(Duration.ofMinutes(1));
    Engine second = process(new StartFrom.Kept("good"));
    idle(second, 1);
    finish(second);
    assertThat(second.status().counters()).containsEntry("records", 10L);
    assertThat(anewIn(before)).hasSize(5);
  }

  /** What is kept behind a gap is of a history that is not gone on with. */
  @Test
  void nothingIsTakenUpBehindAGap() {
    liveAndLose();
    List<String> kept = notes();
    String first = kept.stream().filter(name -> name.contains("/5-")).findFirst().orElseThrow();
    keepOnly(name -> !name.equals(first));
    Engine second = process(NEVER);
    live(second, 3);
    finish(second);
    assertThat(second.status().counters()).containsEntry("records", 13L);
    assertThat(notes()).containsAll(kept.stream().filter(name -> !name.equals(first)).toList());
  }

  @Test
  void appThatBeginsFromNothingTakesNothingUp() {
    SortedMap<String, String> before = liveAndLose();
    Engine second = process(new StartFrom.Nothing());
    idle(second, 1);
    finish(second);
    assertThat(anewIn(before)).hasSize(10);
  }

  @Test
  void tableThatIsLostBeforeAFileWasLookedForBringsTheFirstOnesInTheirBatch() {
    files.put("in/f" + count++, "first".getBytes(StandardCharsets.UTF_8));
    Engine early = process(new Watched(log.open(), Watched.REFUSES), ALWAYS);
    assertThatThrownBy(() -> early.coordinator().run())
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(desk().numbers()).isNotEmpty();
    clock.advance(Duration.ofSeconds(1));
    idle(process(NEVER), 1);
    Engine first = process(NEVER);
    live(first, 3);
    idle(first, 1);
    SortedMap<String, String> before = results();
    log.lose();
    clock.advance(Duration.ofMinutes(1));
    goOnAndCompare(process(NEVER), before);
  }

  @Test
  void fileThatWasKeptByAProcessThatDiedBeforeItPutTheEntryArrivesAtThatTime() {
    live(process(ALWAYS), 3);
    files.put("in/f" + count++, "kept".getBytes(StandardCharsets.UTF_8));
    long found = clock.nowMillis();
    Engine dying = process(new Watched(log.open(), Watched.REFUSES), NEVER);
    assertThatThrownBy(() -> dying.coordinator().run())
        .isInstanceOf(StoreUnavailableException.class);
    clock.advance(Duration.ofSeconds(20));
    Engine next = process(NEVER);
    live(next, 2);
    finish(next);
    assertEachFileIsThereOnce();
    assertThat(results()).containsEntry("out-" + (found + 1000) + "/part-00000", "kept\n");
    assertThat(next.status().counters()).doesNotContainKey("clamped");
  }

  /** It stands still before it puts an entry, and publishes what it finds when all is over. */
  @Test
  void processOfTheLostTableAndThoseOfTheNextOneTakeTheSameFilesIn() {
    live(process(ALWAYS), 3);
    files.put("in/f" + count++, "one".getBytes(StandardCharsets.UTF_8));
    Engine[] next = new Engine[1];
    Runnable loss =
        () -> {
          log.lose();
          clock.advance(Duration.ofSeconds(20));
          next[0] = process(NEVER);
          live(next[0], 3);
        };
    Engine zombie = process(new Watched(log.open(), loss), NEVER);
    zombie.coordinator().run();
    finish(zombie);
    finish(next[0]);
    assertThat(results().values()).filteredOn(each -> each.contains("one")).hasSize(1);
    assertEachFileIsThereOnce();
  }

  /** As it is told in docs/guarantees.md. */
  @Test
  void filesThatAreGoneSinceAreDeadLettersOfTheirBatches() {
    live(process(ALWAYS), 5);
    Engine process = process(NEVER);
    live(process, 5);
    for (int n = 5; n < 10; n++) {
      files.remove("in/f" + n);
    }
    log.lose();
    Engine second = process(NEVER);
    idle(second, 2);
    live(second, 1);
    finish(second);
    assertThat(second.status().counters())
        .containsEntry("records", 11L)
        .containsEntry("dead-letters", 5L)
        .doesNotContainKey("clamped");
    assertThat(outputs.list("dead-letter/")).filteredOn(each -> each.contains("/part-")).hasSize(5);
  }

  /** A log in which something happens before the first entry of an intake log is put. */
  private static final class Watched extends ForwardingLog {
    static final Runnable REFUSES =
        () -> {
          throw new StoreUnavailableException("a test", null);
        };

    private Runnable before;

    Watched(LogStore log, Runnable before) {
      super(log);
      this.before = before;
    }

    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      if (lane.startsWith("intake/")) {
        Runnable now = before;
        before = before == REFUSES ? REFUSES : () -> {};
        now.run();
      }
      return super.append(lane, number, entry, expiry);
    }
  }
}
