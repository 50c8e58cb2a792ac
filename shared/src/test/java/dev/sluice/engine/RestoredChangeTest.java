package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.Checkpoints;
import dev.sluice.memory.MemoryLog;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Apps whose table is lost, and which go on from a checkpoint that another version has left. */
class RestoredChangeTest extends GrownLife {
  @Test
  void compatibleChangeGoesThroughAndEveryRecordCountsOnce() {
    live(process(false, ALWAYS), 5);
    loseTable();
    Engine grown = process(true, ALWAYS);
    live(grown, 5);
    rig.finish(grown);
    assertThat(grown.status().counters()).containsEntry("records", 10L);
    assertThat(files("sums-").keySet()).filteredOn(each -> each.endsWith("_SUCCESS")).hasSize(10);
    assertThat(files("total-").values()).filteredOn("(all,1)\n"::equals).hasSize(5);
  }

  @Test
  void incompatibleChangeIsRefusedByTheOperatorsIdAndTheAppThatWroteItGoesOn() {
    live(process(true, ALWAYS), 5);
    loseTable();
    assertThatThrownBy(() -> process(false, ALWAYS).coordinator().run())
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("SLUICE-E11")
        .hasMessageContaining("operator 'total' is gone")
        .hasMessageContaining("stream.retired(\"total\")");
    live(process(true, ALWAYS), 5);
    rig.finish(process(true, ALWAYS));
    assertThat(files("total-").values()).filteredOn("(all,1)\n"::equals).hasSize(10);
  }

  @Test
  void whatIsRetiredIsLeftOutOfWhatIsRestored() {
    live(process(true, ALWAYS), 5);
    loseTable();
    live(process(retiring(), ALWAYS), 5);
    rig.finish(process(retiring(), ALWAYS));
    assertThat(files("sums-").keySet()).filteredOn(each -> each.endsWith("_SUCCESS")).hasSize(10);
  }

  /** The old version had taken records that no border had covered yet. */
  @Test
  void changeThatTheTableForgotBeginsOnceMoreWhereItDid() {
    live(process(false, ALWAYS), 5);
    Engine old = process(false, NEVER);
    old.coordinator().run();
    rig.put("begun", 1);
    rig.deliverAll(old);
    live(process(true, NEVER), 3);
    SortedMap<String, String> before = files("total-");
    assertThat(before).isNotEmpty();

    loseTable();
    Engine grown = process(true, ALWAYS);
    live(grown, 2);
    rig.finish(grown);
    assertThat(files("total-")).containsAllEntriesOf(before);
    assertThat(files("total-").firstKey()).isEqualTo(before.firstKey());
    assertThat(files("total-").values()).filteredOn("(all,1)\n"::equals).hasSize(4);
  }

  /** It is of a time in which the old code was further than where the change began. */
  @Test
  void checkpointOfATableThatWasGivenUpIsNotGoneOnFrom() {
    live(process(false, ALWAYS), 5);
    Engine late = process(false, ALWAYS);
    late.coordinator().run();
    loseTable();
    process(false, ALWAYS).coordinator().run();
    live(process(true, NEVER), 3);
    SortedMap<String, String> before = files("total-");
    assertThat(before).isNotEmpty();
    rig.positionsFromStart();
    rig.deliverAll(late);
    rig.clock.advance(Duration.ofSeconds(1));
    final double taken = rig.metrics.value(Checkpoints.TAKEN);
    late.coordinator().run();
    assertThat(rig.metrics.value(Checkpoints.TAKEN)).isEqualTo(taken + 1);
    CheckpointDesk desk = new CheckpointDesk(rig.ports(log), Rig.LIFETIME);
    List<Long> all = desk.numbers();
    assertThat(desk.givenUp(all)).containsExactly(all.get(all.size() - 1));

    loseTable();
    Engine grown = process(true, ALWAYS);
    live(grown, 2);
    rig.finish(grown);
    assertThat(files("total-")).containsAllEntriesOf(before);
    assertThat(files("total-").values()).filteredOn("(all,1)\n"::equals).hasSize(5);
    assertThat(new String(log.read(Lanes.START, 1, 1).get(0).bytes(), StandardCharsets.ISO_8859_1))
        .contains("it is of a table that was given up");
  }

  /** Nobody else would notice: whoever is late takes them as often as the app in use does. */
  @Test
  void checkpointsOfATableThatWasGivenUpDoNotKeepTheNextOneFromTakingItsOwn() {
    live(process(false, ALWAYS), 5);
    Engine late = process(false, ALWAYS);
    late.coordinator().run();
    loseTable();
    process(false, NEVER).coordinator().run();
    rig.positionsFromStart();
    rig.put("late", 1);
    rig.deliverAll(late);
    rig.clock.advance(Duration.ofSeconds(1));
    late.coordinator().run();
    final double taken = rig.metrics.value(Checkpoints.TAKEN);
    rig.positionsFromStart();
    live(process(false, NEVER), 2);
    assertThat(rig.metrics.value(Checkpoints.TAKEN)).isGreaterThan(taken);
  }

  /** One that stands still once, before it puts something, while other things happen. */
  private Engine standingStill(LogStore table, boolean grown, String before, Runnable meanwhile) {
    ObjectStore slow = ForwardingObjects.standingStill(rig.spills, before, meanwhile);
    return new Engine(GrownApp.plan(grown), rig.settings, rig.ports(table, slow), ALWAYS);
  }

  /** Seed 22752: it published what is new from a later batch on than the table in use. */
  @Test
  void changeOfATableThatWasGivenUpIsNotMadeWhereTheNextOneMadeItEarlier() {
    live(process(false, ALWAYS), 3);
    live(process(false, NEVER), 3);
    Engine late =
        standingStill(
            log,
            true,
            "keep/change/",
            () -> {
              loseTable();
              process(true, NEVER).coordinator().run();
            });
    assertThatThrownBy(late.coordinator()::run).hasMessageStartingWith("SLUICE-E32");
    assertThat(files("total-")).isEmpty();

    Engine grown = process(true, NEVER);
    live(grown, 2);
    rig.finish(grown);
    assertThat(grown.status().counters()).containsEntry("records", 8L);
    assertThat(files("total-").values()).filteredOn("(all,1)\n"::equals).hasSize(5);
  }

  /** The first one was of a table in which the old code was less far. */
  @Test
  void changeThatWasMadeLaterOnceMoreBeginsThereBehindTheNextLoss() {
    live(process(false, ALWAYS), 3);
    live(process(true, NEVER), 2);
    loseTable();
    live(process(false, NEVER), 6);
    final SortedMap<String, String> first = files("total-");
    live(process(true, NEVER), 3);
    SortedMap<String, String> before = files("total-");
    assertThat(before).hasSizeGreaterThan(first.size());

    loseTable();
    Engine grown = process(true, ALWAYS);
    live(grown, 2);
    rig.finish(grown);
    SortedMap<String, String> after = files("total-");
    assertThat(after).containsAllEntriesOf(before);
    assertThat(after.headMap(before.lastKey())).isEqualTo(before.headMap(before.lastKey()));
    assertThat(grown.status().counters()).containsEntry("records", 16L);
  }

  /** As after a reset: all records come again, and the change comes before them. */
  @Test
  void changeOfAnAppThatBeganAnewBeginsByItsOwnBatchesAndNotByThoseOfItsLifeBefore() {
    live(process(false, NEVER), 6);
    live(process(true, NEVER), 2);
    assertThat(files("total-")).isNotEmpty();

    loseTable();
    new CheckpointDesk(rig.ports(log), Rig.LIFETIME).reset(false).end();
    process(false, NEVER).coordinator().run();
    live(process(true, NEVER), 2);
    rig.finish(process(true, NEVER));
    assertThat(files("total-").values()).filteredOn("(all,1)\n"::equals).hasSize(10);
  }

  @Test
  void changeThatAnEarlierVersionOfSluiceHasKeptBeginsWhereThatSays() {
    live(process(false, NEVER), 3);
    long interval = rig.settings.intervalOf(rig.clock.nowMillis()) + 1;
    rig.spills.putIfAbsent(
        "keep/change/1-" + GrownApp.plan(true).digest(),
        Long.toString(interval).getBytes(StandardCharsets.UTF_8));
    live(process(true, NEVER), 5);
    rig.finish(process(true, NEVER));
    assertThat(files("total-").values()).filteredOn("(all,1)\n"::equals).hasSize(3);
  }

  /** Seed 60: the next loss took the table that nobody used for the one in use. */
  @Test
  void processThatStillBeginsATableThatWasLostDoesNotHideTheOneInUse() {
    LogStore lost = log;
    Engine late =
        standingStill(
            lost,
            false,
            "keep/restore/",
            () -> {
              loseTable();
              live(process(false, ALWAYS), 5);
              live(process(true, NEVER), 3);
              loseTable();
            });
    assertThatThrownBy(late.coordinator()::run).hasMessageStartingWith("SLUICE-E32");

    SortedMap<String, String> before = files("total-");
    assertThat(before).isNotEmpty();
    Engine grown = process(true, ALWAYS);
    grown.coordinator().run();
    assertThat(grown.status().counters()).containsEntry("records", 5L);
    live(grown, 2);
    rig.finish(grown);
    assertThat(files("total-")).containsAllEntriesOf(before);
  }

  /** Seed 1581: it did not know where the lanes begin that the other version has not. */
  @Test
  void checkpointIsTakenByTheVersionThatIsInForce() {
    Engine old = process(false, NEVER);
    live(old, 3);
    for (int halves = 0; halves < 4; halves++) {
      rig.clock.advance(Rig.LIFETIME.dividedBy(2));
      old.coordinator().run();
      ((MemoryLog) log).vacuum();
    }
    CheckpointDesk desk = new CheckpointDesk(rig.ports(log), Rig.LIFETIME);
    Plan grown = GrownApp.plan(true);
    assertThatThrownBy(() -> desk.keep(grown, "early")).hasMessageStartingWith("SLUICE-E28");
    assertThatThrownBy(() -> desk.take(grown)).hasMessageStartingWith("SLUICE-E28");
    assertThat(desk.keep(GrownApp.plan(false), "early")).isPresent();
  }

  /** The app changes, and goes on, when somebody is about to copy the lane of a shard. */
  private Ports changingBeforeShards() {
    return rig.ports(
        new ForwardingLog(log) {
          private boolean over;

          @Override
          public Optional<LogEntry> head(String lane) {
            if (Lanes.isShard(lane) && !over) {
              over = true;
              live(process(true, NONE), 3);
              assertThat(files("total-")).isNotEmpty();
            }
            return super.head(lane);
          }
        });
  }

  /** Whoever went on from it gave what is new no rows of batches that had been published. */
  @Test
  void checkpointOfAVersionThatIsReplacedWhileItIsTakenIsNotTaken() {
    live(process(false, NONE), 3);
    Plan old = GrownApp.plan(false);
    new Engine(old, rig.settings, changingBeforeShards(), ALWAYS).coordinator().run();
    assertThat(files("total-")).isNotEmpty();
    CheckpointDesk desk = new CheckpointDesk(rig.ports(log), Rig.LIFETIME);
    assertThat(desk.numbers()).isEmpty();
    live(process(true, ALWAYS), 1);
    assertThat(desk.numbers()).isNotEmpty();
  }

  @Test
  void checkpointOfAVersionThatIsReplacedWhileItIsTakenIsNotKept() {
    live(process(false, NONE), 3);
    CheckpointDesk desk = new CheckpointDesk(changingBeforeShards(), Rig.LIFETIME);
    Plan old = GrownApp.plan(false);
    assertThatThrownBy(() -> desk.keep(old, "early")).hasMessageStartingWith("SLUICE-E28");
    assertThat(desk.kept()).isEmpty();
  }
}
