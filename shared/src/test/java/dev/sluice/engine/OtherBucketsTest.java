package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Processes that want different numbers of buckets, at once and one after the other. */
class OtherBucketsTest {
  private final Rig rig = new Rig(2, 2);
  private LogStore log = rig.log;

  private Engine wanting(int buckets) {
    return new Engine(rig.plan, rig.settings.withBuckets(buckets), rig.ports(log));
  }

  private void second(Engine coordinating) {
    coordinating.coordinator().run(); // who comes first begins
    for (int i = 0; i < 8; i++) {
      rig.put("k" + i, i);
    }
    rig.deliverAll(coordinating);
    rig.clock.advance(Duration.ofSeconds(1));
    coordinating.coordinator().run();
  }

  private Layout layout() {
    return rig.head(log).layout();
  }

  private Optional<LaneLog.Numbered<BucketEntry>> lane(int stage, int bucket, int layout) {
    return new Logs(rig.ports(log), rig.settings)
        .buckets()
        .newest(Lanes.bucket(stage, bucket, layout));
  }

  @Test
  void processesThatWantDifferentNumbersDoNotChangeTheAppToAndFro() {
    Engine two = wanting(2);
    second(two);
    Engine three = wanting(3);
    for (int minutes = 0; minutes < 5; minutes++) {
      second(three);
      second(two);
      rig.clock.advance(Duration.ofMinutes(1));
    }
    assertThat(layout().number()).isEqualTo(1);
    assertThat(layout().buckets()).isEqualTo(3);
    assertThat(three.coordinator().change()).contains("3 buckets instead of 2");
    assertThat(two.coordinator().change()).isEmpty();
    rig.finish(two);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void processThatStoodStillWhileTheNumberWasChangedDoesNotTakeThatBack() {
    second(wanting(2));
    log =
        new ForwardingLog(rig.log) {
          @Override
          public Optional<LogEntry> head(String lane) {
            if (lane.equals(Lanes.CONTROL) && log == this) {
              log = rig.log;
              second(wanting(3));
              rig.clock.advance(Duration.ofMinutes(2));
            }
            return super.head(lane);
          }
        };
    Engine four = wanting(4);
    four.coordinator().run();
    assertThat(layout().buckets()).isEqualTo(3);
    four.coordinator().run();
    assertThat(layout().buckets()).isEqualTo(4);
  }

  @Test
  void lanesOfTheLayoutBeforeEndWithItsLastStepWhoeverLooksAtThem() {
    Engine two = wanting(2);
    second(two);
    second(two);
    Engine three = wanting(3);
    second(three);
    second(three);
    second(two);
    two.advance(1, List.of(0, 1, 2));
    two.advance(2, List.of(0, 1, 2));

    long last = layout().behind();
    for (int stage = 1; stage <= 2; stage++) {
      for (int bucket = 0; bucket < 2; bucket++) {
        assertThat(lane(stage, bucket, 0).orElseThrow().entry().k()).isEqualTo(last);
      }
      for (int bucket = 0; bucket < 3; bucket++) {
        assertThat(lane(stage, bucket, 1).orElseThrow().entry().k()).isGreaterThan(last);
      }
    }
  }

  /** A stream that knows from where coordinators have read it. */
  private static final class Asked extends ForwardingSource {
    private final List<Position> positions;

    Asked(Source source, List<Position> positions) {
      super(source);
      this.positions = positions;
    }

    @Override
    public Optional<Pulled> pull(String stream, String shardId, Position after, int maxRecords) {
      positions.add(after);
      return Optional.empty();
    }
  }

  /** Seed 186667: what it knew of the lane was an hour old, and the file there had expired. */
  @Test
  void processThatChangesTheNumberReadsOnlyWhereTheLanesAreNow() {
    Rig rig = new Rig(1, 2);
    List<Position> asked = new ArrayList<>();
    rig.source = new Asked(rig.stream, asked);
    List<Engine> processes = new ArrayList<>();
    for (int buckets : new int[] {2, 3, 4}) {
      EngineSettings settings = rig.settings.withBuckets(buckets);
      processes.add(new Engine(rig.plan, settings, rig.ports(rig.log)));
    }
    for (Engine each : processes) { // the last one comes too soon to change the number again
      each.coordinator().run();
    }
    rig.put("k", 1);
    rig.deliverAll(processes.get(1));
    processes.get(1).coordinator().run();
    rig.clock.advance(Duration.ofMinutes(1));
    processes.get(2).coordinator().run();

    assertThat(processes.get(2).coordinator().change()).contains("4 buckets instead of 3");
    assertThat(asked).isSorted();
  }

  /** A log that takes nothing for one lane as long as that is said. */
  private static final class Stuck extends ForwardingLog {
    private String lane = "";

    Stuck(LogStore log) {
      super(log);
    }

    @Override
    public Append append(String to, long number, byte[] entry, Instant expiry) {
      return to.equals(lane)
          ? new Append.Throttled("stuck")
          : super.append(to, number, entry, expiry);
    }
  }

  @Test
  void lanesBeginWhenThoseBeforeThemAreDoneAndTheNextChangeWaitsForThem() {
    Stuck stuck = new Stuck(rig.log);
    log = stuck;
    Engine one = wanting(1);
    second(one);
    stuck.lane = Lanes.bucket(1, 0);
    rig.put("k1", 1);
    rig.deliverAll(one);
    rig.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(one.coordinator()::run).hasMessageContaining("stuck");

    Engine four = wanting(4);
    assertThatThrownBy(four.coordinator()::run).hasMessageContaining("stuck");
    rig.clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(wanting(2).coordinator()::run).hasMessageContaining("stuck");
    assertThat(layout().buckets()).isEqualTo(4);
    for (int bucket = 0; bucket < 4; bucket++) {
      assertThat(lane(1, bucket, 1)).isEmpty();
    }

    stuck.lane = "";
    second(four);
    Engine two = wanting(2);
    second(two);
    assertThat(layout().buckets()).isEqualTo(2);
    assertThat(lane(1, 0, 1)).isPresent();
    rig.finish(two);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void laneThatHasLostItsEntriesAndThoseItBeganWithIsALoudError() {
    second(wanting(2));
    second(wanting(2));
    Engine three = wanting(3);
    second(three);
    rig.clock.advance(Duration.ofMinutes(1));
    three.coordinator().run();
    boolean[] hides = new boolean[1];
    log =
        new LogStore() {
          @Override
          public Append append(String to, long number, byte[] entry, Instant expiry) {
            boolean begins = to.endsWith(".l2");
            hides[0] |= begins;
            return begins
                ? new Append.Throttled("stuck")
                : rig.log.append(to, number, entry, expiry);
          }

          @Override
          public Optional<LogEntry> head(String of) {
            return hides[0] && of.equals(Lanes.bucket(1, 0, 1))
                ? Optional.empty()
                : rig.log.head(of);
          }

          @Override
          public List<LogEntry> read(String of, long from, int limit) {
            return hides[0] && of.equals(Lanes.bucket(1, 0, 1))
                ? List.of()
                : rig.log.read(of, from, limit);
          }
        };
    assertThatThrownBy(wanting(1).coordinator()::run).hasMessageContaining("stuck");
    Engine cold = wanting(1);
    assertThatThrownBy(() -> cold.advance(1, List.of(0))).hasMessageContaining("SLUICE-E09");
  }

  @Test
  void changeCostsAnEntryOfTheControlLaneAndOneOfEachLaneThatEndsOrBegins() {
    Engine two = wanting(2);
    second(two);
    rig.clock.advance(Duration.ofMinutes(1));
    two.coordinator().run();
    WatchedLog watched = new WatchedLog(rig.log, moment -> {});
    log = watched;
    wanting(3).coordinator().run();
    // Those of the first stage stand at their last border as it is, and so do those of the second.
    assertThat(watched.moments() / 2).isEqualTo(1 + 2 * 3);
  }

  private Engine withCheckpoints(int buckets) {
    return withCheckpoints(buckets, Duration.ofSeconds(1));
  }

  private Engine withCheckpoints(int buckets, Duration every) {
    return new Engine(
        rig.plan,
        rig.settings.withBuckets(buckets),
        rig.ports(log),
        new CheckpointSettings(every, new StartFrom.Newest()));
  }

  private void loseTable() {
    log = new MemoryLog(rig.clock, rig.metrics);
    rig.positionsFromStart();
    rig.acknowledged = 0;
  }

  @Test
  void checkpointBehindAChangeHasWhatItsLanesNeedAndNothingOfThoseBefore() {
    Engine two = withCheckpoints(2);
    for (int seconds = 0; seconds < 15; seconds++) {
      second(two);
    }
    Engine three = withCheckpoints(3);
    for (int seconds = 0; seconds < 5; seconds++) {
      second(three);
    }
    three.coordinator().run();

    loseTable();
    Engine restored = withCheckpoints(3);
    restored.coordinator().run();
    assertThat(layout().buckets()).isEqualTo(3);
    assertThat(lane(1, 0, 0)).isEmpty();
    assertThat(lane(1, 0, 1)).isPresent();
    second(restored);
    rig.finish(restored);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** Two changes that no checkpoint has, between batches that are published, and then a third. */
  @Test
  void changesThatWereLostWithTheTableComeBehindTheSameBatchesAgain() {
    Engine two = withCheckpoints(2);
    second(two);
    second(two);
    two.coordinator().run();
    Duration never = Duration.ofDays(1);
    Engine three = withCheckpoints(3, never);
    for (int seconds = 0; seconds < 4; seconds++) {
      second(three);
    }
    rig.clock.advance(Duration.ofMinutes(1));
    Engine one = withCheckpoints(1, never);
    for (int seconds = 0; seconds < 4; seconds++) {
      second(one);
    }
    assertThat(layout().number()).isEqualTo(2);
    var published = rig.outputs.list("");

    loseTable();
    Engine four = withCheckpoints(4, never);
    four.coordinator().run();
    rig.deliverAll(four);
    for (int runs = 0; runs < 4; runs++) {
      four.coordinator().run();
    }
    assertThat(layout().buckets()).as("as before the loss").isEqualTo(1);
    assertThat(rig.outputs.list("")).containsAll(published);

    rig.clock.advance(Duration.ofMinutes(2));
    second(four);
    second(four);
    second(four);
    assertThat(layout().buckets()).as("as is wanted now").isEqualTo(4);
    rig.finish(four);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void nothingIsChangedWhileBatchesArePublishedAnew() {
    Engine two = withCheckpoints(2);
    second(two);
    second(two);
    two.coordinator().run();
    Engine without = withCheckpoints(2, Duration.ofDays(1));
    for (int seconds = 0; seconds < 4; seconds++) {
      second(without);
    }

    loseTable();
    Engine five = withCheckpoints(5);
    five.coordinator().run();
    rig.deliverAll(five);
    five.coordinator().run();
    assertThat(layout().buckets()).isEqualTo(2);
    second(five);
    second(five);
    assertThat(layout().buckets()).isEqualTo(2);
    rig.clock.advance(Duration.ofMinutes(2));
    second(five);
    second(five);
    assertThat(layout().buckets()).isEqualTo(5);
    rig.finish(five);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** As above, and then the input ends before the clock has passed the last batches. */
  @Test
  void changesThatWereLostComeBeforeTheEndOfTheInput() {
    Engine two = withCheckpoints(2);
    second(two);
    second(two);
    two.coordinator().run();
    Engine three = withCheckpoints(3, Duration.ofDays(1));
    second(three);
    second(three);

    loseTable();
    Engine restored = withCheckpoints(3, Duration.ofDays(1));
    rig.finish(restored);
    assertThat(layout().buckets()).isEqualTo(3);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }
}
