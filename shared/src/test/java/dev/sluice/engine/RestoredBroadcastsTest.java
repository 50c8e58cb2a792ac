package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.entry.Tables;
import dev.sluice.memory.MemoryTables;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.TableSource;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Witness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Apps whose table is lost while tables of broadcasts change: batches see what they saw before. */
class RestoredBroadcastsTest {
  private static final StreamApp APP =
      stream -> {
        var content = stream.broadcast("t", lines -> lines.get(0));
        stream
            .kinesis(Rig.STREAM, Decoder.utf8())
            .map(line -> Reading.parse(line).key() + " " + content.value())
            .saveAsTextFiles("out");
      };
  private static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());
  private static final CheckpointSettings NEVER =
      new CheckpointSettings(Duration.ofDays(1), new StartFrom.Newest());

  private final Rig rig = new Rig(APP, 2, 2);
  private final FragileLog log = new FragileLog(rig.clock, rig.metrics);
  private final MemoryTables tables = new MemoryTables();
  private int contents;
  private int records;

  private Engine process(CheckpointSettings checkpoints) {
    LogStore table = log.open();
    return new Engine(rig.plan, rig.settings, rig.ports(table).with(tables), checkpoints);
  }

  /** A record comes in each half of a second, and the table changes every two seconds. */
  private void live(Engine process, int seconds) {
    for (int second = 0; second < seconds; second++) {
      if (second % 2 == 0) {
        tables.put("t", List.of("content " + contents++));
      }
      for (int half = 0; half < 2; half++) {
        process.coordinator().run();
        rig.put("k" + records++, 1);
        rig.clock.advance(Duration.ofMillis(500));
        process.coordinator().run();
        rig.deliverAll(process);
      }
    }
  }

  /** Behind a checkpoint contents change, and batches are published. */
  private SortedMap<String, String> liveAndPublish() {
    live(process(ALWAYS), 6);
    Engine process = process(NEVER);
    live(process, 10);
    publish(process);
    SortedMap<String, String> published = results();
    assertThat(published.values()).anyMatch(each -> each.contains("content 6"));
    return published;
  }

  private void publish(Engine process) {
    for (int tries = 0; tries < 5; tries++) {
      rig.deliverAll(process);
      process.coordinator().run();
      rig.clock.advance(Duration.ofSeconds(1));
    }
  }

  private SortedMap<String, String> results() {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : rig.outputs.list("")) {
      found.put(name, new String(rig.outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return found;
  }

  private void goOnAndCompare(SortedMap<String, String> before) {
    rig.positionsFromStart();
    tables.put("t", List.of("content of later"));
    rig.clock.advance(Duration.ofSeconds(20));
    Engine second = process(NEVER);
    publish(second);
    assertThat(results()).isEqualTo(before);
    live(second, 5);
    rig.finish(second);
    assertThat(second.status().counters()).containsEntry("records", (long) records);
    assertThat(results()).containsAllEntriesOf(before);
  }

  @Test
  void contentsThatWereAnnouncedSinceTheCheckpointHoldForTheSameBatchesAgain() {
    SortedMap<String, String> before = liveAndPublish();
    log.lose();
    goOnAndCompare(before);
  }

  @Test
  void contentsOfATableThatFallsBackHoldForTheSameBatchesAgain() {
    live(process(ALWAYS), 6);
    int puts = log.puts(Long.MAX_VALUE);
    Engine process = process(NEVER);
    live(process, 10);
    publish(process);
    SortedMap<String, String> before = results();
    log.fallBack(puts, new Witness(rig.outputs, rig.spills));
    goOnAndCompare(before);
  }

  @Test
  void whatIsAnnouncedBehindALossOutlivesTheNextOne() {
    liveAndPublish();
    log.lose();
    rig.positionsFromStart();
    Engine second = process(NEVER);
    live(second, 6);
    publish(second);
    SortedMap<String, String> before = results();
    log.lose();
    goOnAndCompare(before);
  }

  private void publishSome(Engine process) {
    rig.put("k" + records++, 1);
    publish(process);
  }

  /** Seed 239409: a checkpoint had it, and the table fell back to before it was announced. */
  @Test
  void contentThatNeverHeldIsReplacedByTheOneThatHeldInItsPlace() {
    tables.put("t", List.of("old"));
    publishSome(process(ALWAYS));
    process(NEVER).coordinator().run(); // intervals are fixed as far as they can be
    int puts = log.puts(Long.MAX_VALUE);
    tables.put("t", List.of("never held"));
    process(ALWAYS).coordinator().run();
    assertThat(newest(log.open())).isEqualTo(digest("never held"));
    log.fallBack(puts, new Witness(rig.outputs, rig.spills));
    tables.put("t", List.of("held"));
    Engine next = process(NEVER);
    publishSome(next);
    publishSome(next);
    SortedMap<String, String> before = results();
    assertThat(before.values()).anyMatch(each -> each.contains(" held"));
    log.lose();
    goOnAndCompare(before);
  }

  /** A checkpoint, and a later one with a batch fixed that gets another content behind a fall. */
  private SortedMap<String, String> publishAnotherContentThanACheckpointHasFixed() {
    tables.put("t", List.of("old"));
    publishSome(process(ALWAYS));
    int puts = log.puts(Long.MAX_VALUE);
    rig.clock.advance(Duration.ofMinutes(1));
    process(ALWAYS).coordinator().run();
    desk().keep(rig.plan, "fixed");
    log.fallBack(puts, new Witness(rig.outputs, rig.spills));
    tables.put("t", List.of("held"));
    Engine next = process(NEVER);
    next.coordinator().run();
    next.coordinator().run();
    rig.clock.advance(Duration.ofSeconds(1));
    publishSome(next);
    publishSome(next);
    SortedMap<String, String> published = results();
    assertThat(published.values()).anyMatch(each -> each.contains(" held"));
    log.lose();
    return published;
  }

  private CheckpointDesk desk() {
    return new CheckpointDesk(rig.ports(log.open()), Rig.LIFETIME);
  }

  /** Seed 2494 of apps with broadcasts whose tables fall back: a file was refused behind a loss. */
  @Test
  void checkpointThatHasFixedAnotherContentThanTheOneThatHeldIsPassedOver() {
    SortedMap<String, String> before = publishAnotherContentThanACheckpointHasFixed();
    long last = desk().numbers().size() - 1;
    assertThat(desk().fault(last))
        .hasValueSatisfying(it -> assertThat(it).contains("broadcast 't'"));
    assertThat(desk().fault(last - 1)).isEmpty();
    assertThat(desk().newest())
        .hasValueSatisfying(it -> assertThat(it.number()).isEqualTo(last - 1));
    goOnAndCompare(before);
  }

  /** Seed 953256: the next table began from a checkpoint of before. */
  @Test
  void keptCheckpointThatHasFixedAnotherContentThanTheOneThatHeldIsRefused() {
    SortedMap<String, String> before = publishAnotherContentThanACheckpointHasFixed();
    assertThatThrownBy(() -> desk().restore(new StartFrom.Kept("fixed")))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-B01")
        .hasMessageContaining("kept checkpoint 'fixed'")
        .hasMessageContaining("history that was given up");
    goOnAndCompare(before);
  }

  /** Spills of a process that stands still once, before it puts something. */
  private ObjectStore standingStill(String before, Runnable meanwhile) {
    return ForwardingObjects.standingStill(rig.spills, before, meanwhile);
  }

  /** A content is announced, and holds for no batch yet. */
  private void announce(String content) {
    tables.put("t", List.of("old"));
    publishSome(process(ALWAYS));
    process(NEVER).coordinator().run(); // intervals are fixed as far as they can be
    tables.put("t", List.of(content));
    process(NEVER).coordinator().run();
    assertThat(newest(log.open())).isEqualTo(digest(content));
  }

  private LogStore giveUp() {
    LogStore given = log.open();
    log.lose();
    rig.positionsFromStart();
    rig.clock.advance(Duration.ofSeconds(5));
    return given;
  }

  private void goOnWith(String content) {
    tables.put("t", List.of(content));
    Engine process = process(NEVER);
    publishSome(process);
    publishSome(process);
    SortedMap<String, String> published = results();
    assertThat(published.get(published.lastKey())).endsWith(" " + content + "\n");
  }

  private Engine on(LogStore table, ObjectStore spills, CheckpointSettings checkpoints) {
    Ports all = rig.ports(table);
    Ports ports =
        new Ports(
            table,
            all.outputs(),
            spills,
            all.source(),
            all.clock(),
            all.ids(),
            all.caller(),
            all.metrics(),
            all.console(),
            tables);
    return new Engine(rig.plan, rig.settings, ports, checkpoints);
  }

  private String refusal(Engine process) {
    try {
      process.coordinator().run();
      return "";
    } catch (RefusedException e) {
      return e.getMessage();
    }
  }

  @Test
  void contentThatAProcessOfTheTableBeforeKeepsTooLateHoldsForNoBatch() {
    announce("late");
    LogStore given = giveUp();
    ObjectStore slow = standingStill("checkpoints/broadcast/", () -> goOnWith("old"));
    String refusal = refusal(on(given, slow, NEVER));
    goOnWith("new");
    SortedMap<String, String> before = results();
    log.lose();
    goOnAndCompare(before);
    assertThat(refusal).contains("SLUICE-E32");
  }

  @Test
  void checkpointThatAProcessOfTheTableBeforeTakesTooLateAnnouncesNothing() {
    announce("late");
    LogStore given = log.open();
    ObjectStore slow =
        standingStill(
            "checkpoints/pack",
            () -> {
              giveUp();
              goOnWith("old");
            });
    on(given, slow, ALWAYS).coordinator().run();
    SortedMap<String, String> before = results();
    log.lose();
    goOnAndCompare(before);
  }

  @Test
  void appWhoseTablesDoNotChangeKeepsNothingAndAsksOnce() {
    tables.put("t", List.of("the only one"));
    Engine process = process(NEVER);
    publish(process);
    double asked = rig.metrics.value("objects.gets");
    publish(process);
    assertThat(rig.metrics.value("objects.gets")).isEqualTo(asked);
    assertThat(rig.spills.list("checkpoints/broadcast/")).isEmpty();
  }

  /** Seed 401504: it had seen that the app had not begun, and stood still. */
  @Test
  void coordinatorThatComesTooLateToStartTheAppNeedsNoTable() {
    tables.put("t", List.of("content"));
    TableSource gone =
        new TableSource() {
          @Override
          public Look look(String name, String seen) {
            process(NEVER).coordinator().run();
            return new Look.Missing("somebody removed it");
          }

          @Override
          public void refused(String name, String why) {}
        };
    LogStore table = log.open();
    new Engine(rig.plan, rig.settings, rig.ports(table).with(gone), NEVER).coordinator().run();
    live(process(NEVER), 5);
    assertThat(rig.acknowledged).isPositive();
  }

  /**
   * Seed 24726: it had looked before the table fell back, and what was new since was news to it.
   */
  @Test
  void processOfTheTableBeforeAnnouncesNoOldContentOverNewerOnesOfItsSuccessors() {
    tables.put("t", List.of("old"));
    process(NEVER).coordinator().run();
    LogStore before = log.open();
    TableSource slow =
        new TableSource() {
          private int looks;

          @Override
          public Look look(String name, String seen) {
            Look look = tables.look(name, seen);
            if (looks++ == 0) {
              log.fallBack(log.puts(Long.MAX_VALUE), new Witness(rig.outputs, rig.spills));
              tables.put("t", List.of("new"));
              publish(process(NEVER));
            }
            return look;
          }

          @Override
          public void refused(String name, String why) {}
        };
    new Engine(rig.plan, rig.settings, rig.ports(before).with(slow), NEVER).coordinator().run();
    assertThat(newest(before)).isEqualTo(newest(log.open())).isEqualTo(digest("new"));
  }

  private String newest(LogStore table) {
    return rig.head(table).announced().newest("t").digest();
  }

  private static String digest(String line) {
    return Tables.digest((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
