package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** A table that was given up does nothing with a number of buckets that the next one has not. */
class GivenUpLayoutsTest {
  private final LostLayouts app = new LostLayouts();

  /** What a table that is given up has: another number of buckets, and no batch with it yet. */
  private LogStore changeAndLose() {
    app.second(app.wanting(3, LostLayouts.ALWAYS));
    app.put(); // nothing is complete until it is delivered
    app.change(6);
    LogStore given = app.log.open();
    app.loseTable();
    return given;
  }

  private void goOnWithThree() {
    Engine three = app.wanting(3, LostLayouts.NEVER);
    app.second(three);
    app.second(three);
    assertThat(app.layout().number()).isZero();
    assertThat(app.rig.outputs.list("")).anyMatch(each -> each.endsWith("_SUCCESS"));
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
    app.on(standingStill(given), 6, LostLayouts.ALWAYS).coordinator().run();
    app.loseAndCompare(3);
  }

  @Test
  void checkpointOfATableThatWasGivenUpIsNotKeptWithANumberThatTheNextTableHasNot() {
    LogStore given = changeAndLose();
    app.publishWithFour();
    CheckpointDesk desk = app.desk(given);
    assertThatThrownBy(() -> desk.keep(app.rig.plan, "release")).hasMessageContaining("SLUICE-E32");
    assertThatThrownBy(() -> desk.take(app.rig.plan)).hasMessageContaining("SLUICE-E32");
    assertThat(desk.kept()).isEmpty();
  }

  /** Of somebody whose clock is ahead, by less than clocks may differ. */
  private CheckpointDesk ahead(LogStore table, ObjectStore spills) {
    Ports ports = app.rig.ports(table, spills);
    Clock clock = () -> ports.clock().nowMillis() + 9_000;
    return new CheckpointDesk(
        new Ports(table, null, spills, null, clock, ports.ids(), null, Metrics.NONE, text -> {}),
        Rig.LIFETIME);
  }

  @Test
  void checkpointThatIsKeptByAClockAheadHasNoNumberThatTheNextTableHasNot() {
    CheckpointDesk desk = ahead(standingStill(changeAndLose()), app.rig.spills);
    assertThatThrownBy(() -> desk.keep(app.rig.plan, "release")).hasMessageContaining("SLUICE-E32");
    app.loseAndCompare(3);
  }

  @Test
  void restoreByAClockAheadDoesNotHideTheTableInUse() {
    app.second(app.wanting(3, LostLayouts.ALWAYS));
    app.loseTable();
    ObjectStore slow =
        ForwardingObjects.standingStill(
            app.rig.spills,
            "keep/begun/",
            () -> {
              app.loseTable();
              goOnWithThree();
            });
    CheckpointDesk desk = ahead(app.log.open(), slow);
    assertThatThrownBy(() -> desk.restore(new StartFrom.Newest()))
        .hasMessageContaining("SLUICE-E32");
  }

  @Test
  void processOfTheTableBeforePublishesNothingWithANumberThatTheNextTableHasNot() {
    LogStore given = changeAndLose();
    app.rig.deliverAll(app.on(given, 6, LostLayouts.NEVER));
    app.rig.clock.advance(Duration.ofSeconds(1));
    app.rig.positionsFromStart();
    Engine six = app.on(standingStill(given), 6, LostLayouts.NEVER);
    assertThatThrownBy(six.coordinator()::run).hasMessageContaining("SLUICE-E32");
    assertThat(app.results().keySet()).noneMatch(each -> each.endsWith("part-00005"));
    app.loseAndCompare(3);
  }

  @Test
  void tableThatWasGivenUpPublishesNoBatchWithANumberThatCameLaterInTheNextTable() {
    LogStore given = changeAndLose();
    goOnWithThree();
    for (int i = 0; i < 3; i++) {
      app.rig.clock.advance(Duration.ofMinutes(1));
      app.second(app.wanting(6, LostLayouts.NEVER));
    }
    assertThat(app.layout().buckets()).isEqualTo(6);
    SortedMap<String, String> before = app.results();
    app.rig.positionsFromStart();
    Engine late = app.on(given, 6, LostLayouts.NEVER);
    app.rig.deliverAll(late);
    app.rig.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(late.coordinator()::run).hasMessageContaining("SLUICE-E32");
    assertThat(app.results()).isEqualTo(before);
  }

  /** Seed 243759: the mark of a table that was given up while it was restored was the last one. */
  @Test
  void tableThatIsInUseGoesOnThoughAnotherOneWasRestoredBehindIt() {
    app.second(app.wanting(3, LostLayouts.ALWAYS));
    app.loseTable();
    LogStore inUse = app.log.open();
    app.on(inUse, 3, LostLayouts.NEVER).coordinator().run();
    app.log.lose();
    app.rig.clock.advance(Duration.ofSeconds(1));
    app.wanting(3, LostLayouts.NEVER).coordinator().run();
    app.rig.clock.advance(Duration.ofMinutes(2));
    Engine six = app.on(inUse, 6, LostLayouts.NEVER);
    for (int i = 0; i < 3; i++) {
      app.rig.clock.advance(Duration.ofMinutes(1));
      app.second(six);
    }
    assertThat(app.rig.outputs.list("")).anyMatch(each -> each.endsWith("part-00005"));
    app.rig.finish(six);
    assertThat(six.status().counters()).containsEntry("records", (long) app.records);
  }
}
