package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.entry.Layout;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.testkit.faults.FragileLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Apps whose table is lost behind changes of their number of buckets: parts have the same rows. */
class RestoredLayoutsTest {
  private static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());
  private static final CheckpointSettings NEVER =
      new CheckpointSettings(Duration.ofDays(1), new StartFrom.Newest());

  private static final CheckpointSettings NONE =
      new CheckpointSettings(Duration.ZERO, new StartFrom.Newest());

  private final Rig rig = new Rig(2, 3);
  private final FragileLog log = new FragileLog(rig.clock, rig.metrics);

  private int records;

  private Engine wanting(int buckets, CheckpointSettings checkpoints) {
    return new Engine(
        rig.plan, rig.settings.withBuckets(buckets), rig.ports(log.open()), checkpoints);
  }

  private Engine withoutCheckpoints(int buckets) {
    return new Engine(rig.plan, rig.settings.withBuckets(buckets), rig.ports(log.open()));
  }

  private void put() {
    for (int i = 0; i < 8; i++, records++) {
      rig.put("k" + i, i);
    }
  }

  private void second(Engine process) {
    process.coordinator().run();
    put();
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(1));
    process.coordinator().run();
  }

  private Layout layout() {
    return rig.head(log.open()).layout();
  }

  private void change(int buckets) {
    rig.clock.advance(Duration.ofMinutes(2));
    wanting(buckets, NEVER).coordinator().run();
    assertThat(layout().buckets()).isEqualTo(buckets);
  }

  private void publishWithSix() {
    Engine six = wanting(6, NEVER);
    second(six);
    second(six);
    assertThat(rig.outputs.list("")).anyMatch(each -> each.endsWith("part-00005"));
  }

  private SortedMap<String, String> results() {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : rig.outputs.list("")) {
      found.put(name, new String(rig.outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return found;
  }

  /** Takes all that comes again. */
  private void goOn(Engine process) {
    for (int tries = 0; tries < 5; tries++) {
      rig.deliverAll(process);
      process.coordinator().run();
    }
  }

  private void loseAndCompare(int buckets) {
    SortedMap<String, String> before = results();
    Layout last = layout();
    log.lose();
    rig.positionsFromStart();
    Engine next = wanting(buckets, NEVER);
    goOn(next);
    assertThat(results()).isEqualTo(before);
    assertThat(layout().number()).isEqualTo(last.number());
    assertThat(layout().behind()).isEqualTo(last.behind());
    rig.finish(next);
    assertThat(results()).containsAllEntriesOf(before);
    assertThat(next.status().counters()).containsEntry("records", (long) records);
  }

  @Test
  void numbersThatWereInForceSinceTheCheckpointAreInForceForTheSameStepsAgain() {
    second(wanting(3, ALWAYS));
    for (int buckets : new int[] {1, 6}) {
      change(buckets);
      second(wanting(buckets, NEVER));
    }
    loseAndCompare(6);
  }

  /** Seed 22008: it left no note, and nobody found the notes of those that came after it. */
  @Test
  void numbersThatWereReplacedBeforeTheirFirstStepAreFollowedByTheSameOnesAgain() {
    second(wanting(3, ALWAYS));
    change(1);
    change(4);
    change(6);
    publishWithSix();
    loseAndCompare(6);
  }

  /** Seed 97851: a layout that was over one batch earlier, as that is empty now, was refused. */
  @Test
  void numberThatChangedBehindABatchWhoseRecordsAreLostChangesBehindTheOneBefore() {
    Engine three = wanting(3, ALWAYS);
    second(three);
    second(three);
    int kept = records;
    for (int i = 0; i < 3; i++, records++) {
      rig.put("k0", 0); // no window is another one without it
      rig.deliverAll(three);
      rig.clock.advance(Duration.ofSeconds(1));
      wanting(3, NEVER).coordinator().run();
    }
    change(6);
    publishWithSix();
    int lost = records - kept;
    long noted = layout().behind();
    log.lose();
    rig.stream.expire(rig.clock.nowMillis());
    Engine next = wanting(6, ALWAYS);
    for (int i = 0; i < 6; i++) {
      second(next);
    }
    assertThat(layout().number()).isEqualTo(1);
    assertThat(layout().behind()).isLessThan(noted);
    SortedMap<String, String> before = results();
    rig.finish(next);
    assertThat(results()).containsAllEntriesOf(before);
    assertThat(next.status().counters()).containsEntry("records", (long) records - lost);
  }

  @Test
  void numberThatWasReplacedBeforeAnyStepOfTheAppIsFollowedByTheSameOneAgain() {
    wanting(3, ALWAYS).coordinator().run();
    rig.clock.advance(Duration.ofMinutes(2));
    wanting(3, ALWAYS).coordinator().run();
    change(1);
    change(6);
    publishWithSix();
    loseAndCompare(6);
  }

  /** Seed 71013: it found no claim, and then an app that somebody had restored meanwhile. */
  @Test
  void processThatStoodStillWhileAnotherOneRestoredTheAppChangesNothingBeforeItsTime() {
    Engine three = wanting(3, ALWAYS);
    second(three);
    second(three);
    log.lose();
    LogStore table = log.open();
    LogStore slow =
        new ForwardingLog(table) {
          private int reads;

          @Override
          public List<LogEntry> read(String lane, long from, int limit) {
            List<LogEntry> read = super.read(lane, from, limit);
            if (lane.equals(Lanes.START) && reads++ == 0) {
              wanting(3, NEVER).coordinator().run();
            }
            return read;
          }
        };
    new Engine(rig.plan, rig.settings.withBuckets(6), rig.ports(slow), NEVER).coordinator().run();
    assertThat(layout().number()).isZero();
  }

  private Engine on(LogStore table, int buckets, CheckpointSettings checkpoints) {
    return new Engine(rig.plan, rig.settings.withBuckets(buckets), rig.ports(table), checkpoints);
  }

  private CheckpointDesk desk(LogStore table) {
    return new CheckpointDesk(rig.ports(table), Rig.LIFETIME);
  }

  private void publishFrom(StartFrom from) {
    Engine four = wanting(4, new CheckpointSettings(Duration.ofDays(1), from));
    second(four);
    second(four);
  }

  private void publishWithFour() {
    for (int i = 0; i < 3; i++) {
      rig.clock.advance(Duration.ofMinutes(1));
      publishFrom(new StartFrom.Numbered(0));
    }
    assertThat(layout().buckets()).isEqualTo(4);
  }

  /** What a table that is given up has: another number of buckets, and no batch with it yet. */
  private LogStore changeAndLose() {
    second(wanting(3, ALWAYS));
    put(); // nothing is complete until it is delivered
    change(6);
    LogStore given = log.open();
    log.lose();
    rig.positionsFromStart();
    return given;
  }

  private void goOnWithThree() {
    Engine three = wanting(3, NEVER);
    second(three);
    second(three);
    assertThat(layout().number()).isZero();
    assertThat(rig.outputs.list("")).anyMatch(each -> each.endsWith("_SUCCESS"));
  }

  /** A call on a table stands still while an app that has three goes on in the next table. */
  private LogStore standingStill(LogStore given) {
    return new ForwardingLog(given) {
      private boolean over;

      private void stand(String lane) {
        if (lane.equals(Lanes.CONTROL) && !over) {
          over = true;
          goOnWithThree();
        }
      }

      @Override
      public Optional<LogEntry> head(String lane) {
        stand(lane);
        return super.head(lane);
      }

      @Override
      public List<LogEntry> read(String lane, long from, int limit) {
        stand(lane);
        return super.read(lane, from, limit);
      }
    };
  }

  /** Seed 201276: the next table went on from it, with six. */
  @Test
  void processOfTheTableBeforeTakesNoCheckpointWithANumberThatTheNextTableHasNot() {
    LogStore given = changeAndLose();
    on(standingStill(given), 6, ALWAYS).coordinator().run();
    loseAndCompare(3);
  }

  /** Seed 305718: entries were missing that the lanes of the new number had still to read. */
  @Test
  void checkpointThatIsBeingTakenWhenTheNumberChangesHasTheLanesOfTheNewOne() {
    second(withoutCheckpoints(3));
    second(withoutCheckpoints(3));
    LogStore changing =
        new ForwardingLog(log.open()) {
          private boolean over;

          @Override
          public Optional<LogEntry> head(String lane) {
            if (lane.equals(Lanes.SUCCESS) && !over) {
              over = true;
              rig.clock.advance(Duration.ofMinutes(2));
              second(withoutCheckpoints(6));
            }
            return super.head(lane);
          }
        };
    assertThat(desk(changing).take(rig.plan)).isPresent();
    loseAndCompare(6);
  }

  @Test
  void checkpointWithANumberThatHadNoBatchYetKeepsItForTheNextTable() {
    second(wanting(3, ALWAYS));
    put();
    change(6);
    on(log.open(), 6, ALWAYS).coordinator().run();
    log.lose();
    rig.positionsFromStart();
    Engine older =
        wanting(3, new CheckpointSettings(Duration.ofDays(1), new StartFrom.Numbered(0)));
    second(older);
    second(older);
    assertThat(layout().buckets()).isEqualTo(6);
    loseAndCompare(3);
  }

  @Test
  void checkpointKeptWithANumberThatHadNoBatchYetKeepsItForTheNextTable() {
    second(wanting(3, ALWAYS));
    put();
    change(6);
    desk(log.open()).keep(rig.plan, "release");
    log.lose();
    rig.positionsFromStart();
    publishFrom(new StartFrom.Numbered(0));
    assertThat(layout().buckets()).isEqualTo(6);
    publishWithFour();
    log.lose();
    rig.positionsFromStart();
    publishFrom(new StartFrom.Kept("release"));
    loseAndCompare(4);
  }

  @Test
  void checkpointOfATableThatWasGivenUpIsNotKeptWithANumberThatTheNextTableHasNot() {
    LogStore given = changeAndLose();
    publishWithFour();
    CheckpointDesk desk = desk(given);
    assertThatThrownBy(() -> desk.keep(rig.plan, "release")).hasMessageContaining("SLUICE-E32");
    assertThatThrownBy(() -> desk.take(rig.plan)).hasMessageContaining("SLUICE-E32");
    assertThat(desk.kept()).isEmpty();
  }

  @Test
  void processOfTheTableBeforePublishesNothingWithANumberThatTheNextTableHasNot() {
    LogStore given = changeAndLose();
    rig.deliverAll(on(given, 6, NEVER));
    rig.clock.advance(Duration.ofSeconds(1));
    rig.positionsFromStart();
    Engine six = on(standingStill(given), 6, NEVER);
    assertThatThrownBy(six.coordinator()::run).hasMessageContaining("SLUICE-E32");
    assertThat(results().keySet()).noneMatch(each -> each.endsWith("part-00005"));
    loseAndCompare(3);
  }

  @Test
  void tableThatWasGivenUpPublishesNoBatchWithANumberThatCameLaterInTheNextTable() {
    LogStore given = changeAndLose();
    goOnWithThree();
    for (int i = 0; i < 3; i++) {
      rig.clock.advance(Duration.ofMinutes(1));
      second(wanting(6, NEVER));
    }
    assertThat(layout().buckets()).isEqualTo(6);
    SortedMap<String, String> before = results();
    rig.positionsFromStart();
    Engine late = on(given, 6, NEVER);
    rig.deliverAll(late);
    rig.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(late.coordinator()::run).hasMessageContaining("SLUICE-E32");
    assertThat(results()).isEqualTo(before);
  }

  /** Seed 243759: the mark of a table that was given up while it was restored was the last one. */
  @Test
  void tableThatIsInUseGoesOnThoughAnotherOneWasRestoredBehindIt() {
    second(wanting(3, ALWAYS));
    log.lose();
    rig.positionsFromStart();
    LogStore inUse = log.open();
    on(inUse, 3, NEVER).coordinator().run();
    log.lose();
    rig.clock.advance(Duration.ofSeconds(1));
    wanting(3, NEVER).coordinator().run();
    rig.clock.advance(Duration.ofMinutes(2));
    Engine six = on(inUse, 6, NEVER);
    for (int i = 0; i < 3; i++) {
      rig.clock.advance(Duration.ofMinutes(1));
      second(six);
    }
    assertThat(rig.outputs.list("")).anyMatch(each -> each.endsWith("part-00005"));
    rig.finish(six);
    assertThat(six.status().counters()).containsEntry("records", (long) records);
  }

  private Ports withClockBehind(LogStore table, Duration behind) {
    Ports right = rig.ports(table);
    return new Ports(
        right.log(),
        right.outputs(),
        right.spills(),
        right.source(),
        () -> right.clock().nowMillis() - behind.toMillis(),
        right.ids(),
        right.caller(),
        right.metrics(),
        right.console());
  }

  @Test
  void processThatRestoresWithAClockBehindLetsNobodyChangeWhatWasPublished() {
    second(wanting(3, ALWAYS));
    Engine three = wanting(3, NEVER);
    for (int i = 0; i < 10; i++) {
      second(three);
    }
    SortedMap<String, String> before = results();
    log.lose();
    rig.positionsFromStart();
    Duration behind = Duration.ofSeconds(59);
    new Engine(rig.plan, rig.settings, withClockBehind(log.open(), behind), NEVER)
        .coordinator()
        .run();
    Engine six = wanting(6, NEVER);
    goOn(six);
    assertThat(results()).isEqualTo(before);
    assertThat(layout().number()).isZero();
    for (int i = 0; i < 10; i++) {
      second(six);
    }
    assertThat(layout().buckets()).isEqualTo(6);
    rig.finish(six);
    assertThat(results()).containsAllEntriesOf(before);
  }

  /** Seed 387042: the next number came before what the table before had published. */
  @Test
  void appThatBeginsFromNothingOnceMoreLetsNobodyChangeWhatWasPublished() {
    Engine three = wanting(3, NONE);
    for (int i = 0; i < 10; i++) {
      second(three);
    }
    SortedMap<String, String> before = results();
    log.lose();
    rig.positionsFromStart();
    wanting(3, NONE).coordinator().run();
    Engine six = wanting(6, NONE);
    goOn(six);
    assertThat(results()).isEqualTo(before);
    assertThat(layout().number()).isZero();
    rig.clock.advance(Duration.ofMinutes(2));
    for (int i = 0; i < 3; i++) {
      second(six);
    }
    assertThat(layout().buckets()).isEqualTo(6);
    rig.finish(six);
    assertThat(results()).containsAllEntriesOf(before);
  }

  @Test
  void appThatBeginsForTheFirstTimeMayChangeItsNumberAtOnce() {
    wanting(3, NONE).coordinator().run();
    wanting(6, NONE).coordinator().run();
    assertThat(layout().buckets()).isEqualTo(6);
  }
}
