package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Processes of a version that was replaced, and that live on. */
class OldCodeTest {
  private static final StreamApp CHANGED =
      stream -> {
        new Rig.Sums().define(stream);
        stream.kinesis(Rig.STREAM, Decoder.utf8()).saveAsTextFiles("lines");
      };

  private final Rig rig = new Rig(2, 2);

  private Engine changed() {
    return new Engine(Plan.of(CHANGED, Map.of()), rig.settings, rig.ports(rig.log));
  }

  /** A value for each of eight keys. */
  private static void putEight(Rig rig) {
    for (int i = 0; i < 8; i++) {
      rig.put("k" + i, 1);
    }
  }

  /**
   * An old process that has taken records of all shards, and a new one that has changed the app.
   */
  private Engine replaced() {
    Engine old = rig.process();
    old.coordinator().run();
    putEight(rig);
    rig.deliverAll(old);
    Engine changed = changed();
    changed.coordinator().run();
    assertThat(changed.coordinator().change().orElseThrow()).isEqualTo("added sink 'lines'");
    return old;
  }

  private String graph() {
    return rig.head(rig.log).graph();
  }

  @Test
  void transformThatWasReplacedTakesNothingHoweverOftenItIsCalled() {
    Engine old = replaced();
    putEight(rig);
    for (int calls = 0; calls < 3; calls++) {
      for (var shard : rig.stream.shards(Rig.STREAM)) {
        assertThat(rig.deliver(old, shard.id())).isFalse();
        assertThat(rig.refusal).contains("SLUICE-E28");
      }
    }
    assertThat(rig.acknowledged).isEqualTo(8);
  }

  @Test
  void transformThatNeverWasInForceSaysWhatDoesNotFitHoweverOftenItIsCalled() {
    replaced();
    Engine cold = rig.process();
    putEight(rig);
    for (int calls = 0; calls < 3; calls++) {
      for (var shard : rig.stream.shards(Rig.STREAM)) {
        assertThatThrownBy(() -> rig.deliver(cold, shard.id()))
            .hasMessageContaining("SLUICE-E11")
            .hasMessageContaining("sink 'lines' is gone");
      }
    }
  }

  @Test
  void bucketsAndCoordinatorsThatWereReplacedDoNothing() {
    Engine old = replaced();
    rig.clock.advance(Duration.ofSeconds(5));

    assertThatThrownBy(() -> old.advance(1, List.of(0, 1))).hasMessageContaining("SLUICE-E28");
    assertThatThrownBy(() -> old.coordinator().run()).hasMessageContaining("SLUICE-E28");
    assertThatThrownBy(() -> old.coordinator().finish()).hasMessageContaining("SLUICE-E28");
    rig.finish(changed());
    assertThat(rig.outputs.list("batch-")).isNotEmpty();
  }

  @Test
  void newTransformWaitsUntilACoordinatorHasPutTheChange() {
    Engine old = rig.process();
    old.coordinator().run();
    rig.put("k", 1);
    Engine changed = changed();
    for (var shard : rig.stream.shards(Rig.STREAM)) {
      rig.deliver(changed, shard.id());
    }
    assertThat(rig.refusal).contains("SLUICE-E28");
    assertThat(rig.acknowledged).isZero();

    changed.coordinator().run();
    rig.finish(changed);
    assertThat(rig.acknowledged).isEqualTo(1);
  }

  @Test
  void everyShardLaneHasAnEntryOfTheNewEpoch() {
    replaced();
    Logs logs = new Logs(rig.ports(rig.log), rig.settings);
    for (var shard : rig.stream.shards(Rig.STREAM)) {
      LaneLog.Numbered<ShardEntry> head =
          logs.shards().head(Lanes.shard(Rig.STREAM, shard.id())).orElseThrow();
      assertThat(head.entry().epoch()).isEqualTo(1);
    }
  }

  /** Runs something before its first put into a bucket's lane. */
  private static final class Interrupted extends ForwardingLog {
    private Runnable meanwhile;

    Interrupted(LogStore log, Runnable meanwhile) {
      super(log);
      this.meanwhile = meanwhile;
    }

    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      if (Lanes.isBucket(lane) && meanwhile != null) {
        Runnable work = meanwhile;
        meanwhile = null;
        work.run();
      }
      return super.append(lane, number, entry, expiry);
    }
  }

  private static void batch(Rig rig, Engine process) {
    rig.put("k", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(2));
  }

  @Test
  void bucketThatIsReplacedInTheMiddleOfAStepDoesNoneOfTheNextOnes() {
    Rig rig = new Rig(new GrownApp(false), 1, 1);
    Plan grown = GrownApp.plan(true);
    Engine borders = rig.withoutWorkers(grown);
    Engine changed = new Engine(grown, rig.settings, rig.ports(rig.log));
    Engine oldBorders = rig.withoutWorkers(rig.plan);
    oldBorders.coordinator().run();
    batch(rig, oldBorders);
    oldBorders.coordinator().run();
    Interrupted log =
        new Interrupted(
            rig.log,
            () -> {
              borders.coordinator().run();
              batch(rig, changed);
              borders.coordinator().run();
              changed.advance(1, List.of(0));
              batch(rig, changed);
              borders.coordinator().run();
            });
    Engine old = rig.process(log);

    assertThatThrownBy(() -> old.advance(1, List.of(0))).hasMessageContaining("SLUICE-E28");
    rig.finish(changed);
    assertThat(log.meanwhile).isNull();
    assertThat(rig.outputs.list("total-")).filteredOn(each -> each.endsWith("_SUCCESS")).hasSize(2);
  }

  /** Seed 332231: it gave the total of those buckets alone which old code had done. */
  @Test
  void bucketBehindOthersThatNewCodeHasDoneGivesNoPartOfItsResult() {
    Rig rig = new Rig(new GrownApp(true), 1, 2);
    Plan back =
        Plan.of(
            stream -> {
              new GrownApp(false).define(stream);
              stream.retired("total");
            },
            Map.of());
    Engine borders = rig.withoutWorkers(rig.plan);
    borders.coordinator().run();
    putEight(rig);
    rig.deliverAll(borders);
    rig.clock.advance(Duration.ofSeconds(2));
    borders.coordinator().run();
    LogStore slow =
        new ForwardingLog(rig.log) {
          private boolean over;

          @Override
          public Optional<LogEntry> head(String lane) {
            Optional<LogEntry> head = super.head(lane);
            if (lane.startsWith("bucket/2/") && !over) {
              over = true;
              new Engine(back, rig.settings, rig.ports(rig.log)).coordinator().run();
            }
            return head;
          }
        };
    Engine old = rig.process(slow);
    old.advance(1, List.of(0));
    assertThatThrownBy(() -> old.advance(2, List.of(0, 1))).hasMessageContaining("SLUICE-E28");
    assertThat(rig.outputs.list("sums-")).anyMatch(each -> each.endsWith("_SUCCESS"));
    assertThat(rig.outputs.list("total-")).isEmpty();
  }

  /** Counts values by key, besides. */
  private static final StreamApp COUNTING =
      stream -> {
        new GrownApp(false).define(stream);
        stream
            .kinesis(Rig.STREAM, Decoder.utf8())
            .map(Reading::parse)
            .mapToPair(each -> Pair.of(each.key(), 1L), TestCodecs.STRING, TestCodecs.LONG)
            .named("counts")
            .updateStateByKey(
                (values, before) -> Optional.of(before.orElse(0L) + values.size()), TestCodecs.LONG)
            .saveAsTextFiles("counts");
      };

  /** Seed 771987: lanes of the next number of buckets had no state of what was added. */
  @Test
  void coordinatorThatLosesToNewCodeBeginsNoLanesOfAnotherNumberOfBuckets() {
    Rig rig = new Rig(new GrownApp(false), 1, 2);
    Plan counting = Plan.of(COUNTING, Map.of());
    rig.process().coordinator().run();
    LogStore slow =
        ForwardingLog.standingStill(
            rig.log,
            Lanes.CONTROL,
            () -> {
              Engine changed = new Engine(counting, rig.settings, rig.ports(rig.log));
              changed.coordinator().run();
              putEight(rig);
              rig.deliverAll(changed);
              rig.clock.advance(Duration.ofMinutes(2));
              changed.coordinator().run();
              EngineSettings five = rig.apart().withBuckets(5);
              new Engine(counting, five, rig.ports(rig.log).with(new Unheard()))
                  .coordinator()
                  .run();
            });
    Engine old = rig.process(slow);
    batch(rig, old);

    assertThatThrownBy(old.coordinator()::run).hasMessageContaining("SLUICE-E28");
    EngineSettings five = rig.settings.withBuckets(5);
    Engine changed = new Engine(counting, five, rig.ports(rig.log));
    rig.finish(changed);
    for (int i = 0; i < 8; i++) {
      assertThat(changed.state().<Long>get("counts", "k" + i)).contains(1L);
    }
  }

  @Test
  void coordinatorThatStoodStillWhileTheAppWasChangedDoesNotTakeThatBack() {
    StreamApp before =
        stream -> {
          new Rig.Sums().define(stream);
          stream.retired("lines");
        };
    rig.process().coordinator().run();
    LogStore slow =
        new ForwardingLog(rig.log) {
          private boolean over;

          @Override
          public Optional<LogEntry> head(String lane) {
            if (lane.equals(Lanes.CONTROL) && !over) {
              over = true;
              changed().coordinator().run();
              rig.clock.advance(Duration.ofMinutes(2));
            }
            return super.head(lane);
          }
        };
    Plan plan = Plan.of(before, Map.of());
    Engine old = new Engine(plan, rig.settings, rig.ports(slow));
    assertThatThrownBy(old.coordinator()::run).hasMessageContaining("SLUICE-E29");
    assertThat(graph()).isEqualTo(Plan.of(CHANGED, Map.of()).digest());

    old.coordinator().run(); // it is really deployed
    assertThat(graph()).isEqualTo(plan.digest());
  }
}
