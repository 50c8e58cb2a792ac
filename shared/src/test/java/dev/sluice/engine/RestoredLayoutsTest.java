package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Apps whose table is lost behind changes of their number of buckets: parts have the same rows. */
class RestoredLayoutsTest {
  private final LostLayouts app = new LostLayouts();

  @Test
  void numbersThatWereInForceSinceTheCheckpointAreInForceForTheSameStepsAgain() {
    app.second(app.wanting(3, LostLayouts.ALWAYS));
    for (int buckets : new int[] {1, 6}) {
      app.change(buckets);
      app.second(app.wanting(buckets, LostLayouts.NEVER));
    }
    app.loseAndCompare(6);
  }

  /** Seed 22008: it left no note, and nobody found the notes of those that came after it. */
  @Test
  void numbersThatWereReplacedBeforeTheirFirstStepAreFollowedByTheSameOnesAgain() {
    app.second(app.wanting(3, LostLayouts.ALWAYS));
    app.change(1);
    app.change(4);
    app.change(6);
    app.publishWithSix();
    app.loseAndCompare(6);
  }

  /** Seed 97851: a layout that was over one batch earlier, as that is empty now, was refused. */
  @Test
  void numberThatChangedBehindABatchWhoseRecordsAreLostChangesBehindTheOneBefore() {
    Engine three = app.wanting(3, LostLayouts.ALWAYS);
    app.second(three);
    app.second(three);
    int kept = app.records;
    for (int i = 0; i < 3; i++, app.records++) {
      app.rig.put("k0", 0); // no window is another one without it
      app.rig.deliverAll(three);
      app.rig.clock.advance(Duration.ofSeconds(1));
      app.wanting(3, LostLayouts.NEVER).coordinator().run();
    }
    app.change(6);
    app.publishWithSix();
    int lost = app.records - kept;
    long noted = app.layout().behind();
    app.log.lose();
    app.rig.stream.expire(app.rig.clock.nowMillis());
    Engine next = app.wanting(6, LostLayouts.ALWAYS);
    for (int i = 0; i < 6; i++) {
      app.second(next);
    }
    assertThat(app.layout().number()).isEqualTo(1);
    assertThat(app.layout().behind()).isLessThan(noted);
    SortedMap<String, String> before = app.results();
    app.rig.finish(next);
    assertThat(app.results()).containsAllEntriesOf(before);
    assertThat(next.status().counters()).containsEntry("records", (long) app.records - lost);
  }

  @Test
  void numberThatWasReplacedBeforeAnyStepOfTheAppIsFollowedByTheSameOneAgain() {
    app.wanting(3, LostLayouts.ALWAYS).coordinator().run();
    app.rig.clock.advance(Duration.ofMinutes(2));
    app.wanting(3, LostLayouts.ALWAYS).coordinator().run();
    app.change(1);
    app.change(6);
    app.publishWithSix();
    app.loseAndCompare(6);
  }

  /** Seed 71013: it found no claim, and then an app that somebody had restored meanwhile. */
  @Test
  void processThatStoodStillWhileAnotherOneRestoredTheAppChangesNothingBeforeItsTime() {
    Engine three = app.wanting(3, LostLayouts.ALWAYS);
    app.second(three);
    app.second(three);
    app.log.lose();
    LogStore table = app.log.open();
    LogStore slow =
        new ForwardingLog(table) {
          private int reads;

          @Override
          public List<LogEntry> read(String lane, long from, int limit) {
            List<LogEntry> read = super.read(lane, from, limit);
            if (lane.equals(Lanes.START) && reads++ == 0) {
              app.wanting(3, LostLayouts.NEVER).coordinator().run();
            }
            return read;
          }
        };
    new Engine(
            app.rig.plan, app.rig.settings.withBuckets(6), app.rig.ports(slow), LostLayouts.NEVER)
        .coordinator()
        .run();
    assertThat(app.layout().number()).isZero();
  }

  private Engine withoutCheckpoints(int buckets) {
    return new Engine(
        app.rig.plan, app.rig.settings.withBuckets(buckets), app.rig.ports(app.log.open()));
  }

  /** Seed 305718: entries were missing that the lanes of the new number had still to read. */
  @Test
  void checkpointThatIsBeingTakenWhenTheNumberChangesHasTheLanesOfTheNewOne() {
    app.second(withoutCheckpoints(3));
    app.second(withoutCheckpoints(3));
    LogStore changing =
        new ForwardingLog(app.log.open()) {
          private boolean over;

          @Override
          public Optional<LogEntry> head(String lane) {
            if (lane.equals(Lanes.SUCCESS) && !over) {
              over = true;
              app.rig.clock.advance(Duration.ofMinutes(2));
              app.second(withoutCheckpoints(6));
            }
            return super.head(lane);
          }
        };
    assertThat(app.desk(changing).take(app.rig.plan)).isPresent();
    app.loseAndCompare(6);
  }

  @Test
  void checkpointWithANumberThatHadNoBatchYetKeepsItForTheNextTable() {
    app.second(app.wanting(3, LostLayouts.ALWAYS));
    app.put();
    app.change(6);
    app.on(app.log.open(), 6, LostLayouts.ALWAYS).coordinator().run();
    app.loseTable();
    Engine older =
        app.wanting(3, new CheckpointSettings(Duration.ofDays(1), new StartFrom.Numbered(0)));
    app.second(older);
    app.second(older);
    assertThat(app.layout().buckets()).isEqualTo(6);
    app.loseAndCompare(3);
  }

  @Test
  void checkpointKeptWithANumberThatHadNoBatchYetKeepsItForTheNextTable() {
    app.second(app.wanting(3, LostLayouts.ALWAYS));
    app.put();
    app.change(6);
    app.desk(app.log.open()).keep(app.rig.plan, "release");
    app.loseTable();
    app.publishFrom(new StartFrom.Numbered(0));
    assertThat(app.layout().buckets()).isEqualTo(6);
    app.publishWithFour();
    app.loseTable();
    app.publishFrom(new StartFrom.Kept("release"));
    app.loseAndCompare(4);
  }

  @Test
  void processThatRestoresWithAClockBehindLetsNobodyChangeWhatWasPublished() {
    app.second(app.wanting(3, LostLayouts.ALWAYS));
    Engine three = app.wanting(3, LostLayouts.NEVER);
    for (int i = 0; i < 10; i++) {
      app.second(three);
    }
    SortedMap<String, String> before = app.results();
    app.loseTable();
    Duration behind = Duration.ofSeconds(59);
    new Engine(
            app.rig.plan,
            app.rig.settings,
            app.rig.ports(app.log.open(), () -> app.rig.clock.nowMillis() - behind.toMillis()),
            LostLayouts.NEVER)
        .coordinator()
        .run();
    Engine six = app.wanting(6, LostLayouts.NEVER);
    app.goOn(six);
    assertThat(app.results()).isEqualTo(before);
    assertThat(app.layout().number()).isZero();
    for (int i = 0; i < 10; i++) {
      app.second(six);
    }
    assertThat(app.layout().buckets()).isEqualTo(6);
    app.rig.finish(six);
    assertThat(app.results()).containsAllEntriesOf(before);
  }

  /** Seed 387042: the next number came before what the table before had published. */
  @Test
  void appThatBeginsFromNothingOnceMoreLetsNobodyChangeWhatWasPublished() {
    Engine three = app.wanting(3, LostLayouts.NONE);
    for (int i = 0; i < 10; i++) {
      app.second(three);
    }
    SortedMap<String, String> before = app.results();
    app.loseTable();
    app.wanting(3, LostLayouts.NONE).coordinator().run();
    Engine six = app.wanting(6, LostLayouts.NONE);
    app.goOn(six);
    assertThat(app.results()).isEqualTo(before);
    assertThat(app.layout().number()).isZero();
    app.rig.clock.advance(Duration.ofMinutes(2));
    for (int i = 0; i < 3; i++) {
      app.second(six);
    }
    assertThat(app.layout().buckets()).isEqualTo(6);
    app.rig.finish(six);
    assertThat(app.results()).containsAllEntriesOf(before);
  }

  @Test
  void appThatBeginsForTheFirstTimeMayChangeItsNumberAtOnce() {
    app.wanting(3, LostLayouts.NONE).coordinator().run();
    app.wanting(6, LostLayouts.NONE).coordinator().run();
    assertThat(app.layout().buckets()).isEqualTo(6);
  }
}
