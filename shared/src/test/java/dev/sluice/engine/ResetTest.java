package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.Reset;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an app whose lanes somebody removes. */
class ResetTest {
  /** A log of which somebody removes entries. */
  private static final class Removable implements LogStore {
    private final Set<String> lanes = new TreeSet<>();
    private final Rig rig;
    private LogStore log;

    Removable(Rig rig) {
      this.rig = rig;
      this.log = rig.log;
    }

    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      lanes.add(lane);
      return log.append(lane, number, entry, expiry);
    }

    @Override
    public Optional<LogEntry> head(String lane) {
      return log.head(lane);
    }

    @Override
    public List<LogEntry> read(String lane, long fromNumber, int limit) {
      return log.read(lane, fromNumber, limit);
    }

    void remove(BiPredicate<String, Long> which) {
      MemoryLog left = new MemoryLog(rig.clock, rig.metrics);
      for (String lane : lanes) {
        for (LogEntry each : log.read(lane, 0, 1_000)) {
          if (!which.test(lane, each.number())) {
            left.append(lane, each.number(), each.bytes(), each.expiry());
          }
        }
      }
      log = left;
    }
  }

  private final Rig rig = new Rig(2, 2);
  private final Removable log = new Removable(rig);

  private static Engine process(Rig rig, LogStore log) {
    CheckpointSettings always =
        new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());
    return new Engine(rig.plan, rig.settings, rig.ports(log), always);
  }

  private Engine process() {
    return process(rig, log);
  }

  private CheckpointDesk desk() {
    return new CheckpointDesk(rig.ports(log), Rig.LIFETIME);
  }

  @BeforeEach
  void live() {
    Engine process = process();
    process.coordinator().run();
    for (int second = 0; second < 12; second++) {
      for (int key = 0; key < 300; key++) {
        rig.put("a-key-that-takes-some-room-in-the-bodies-of-entries-" + key, second);
      }
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(1));
      process.coordinator().run();
    }
    assertThat(desk().whole(new StartFrom.Newest())).isEqualTo(desk().newest());
  }

  private void remove(BiPredicate<String, Long> which) {
    log.remove(which);
    rig.positionsFromStart();
  }

  private void removeAllButTheMark() {
    remove((lane, number) -> !lane.equals(Lanes.START) || number != Reset.MARK);
  }

  private void removeMark() {
    remove((lane, number) -> lane.equals(Lanes.START) && number == Reset.MARK);
  }

  private void nobodyBegins() {
    assertThatThrownBy(() -> process().coordinator().run()).hasMessageContaining("SLUICE-B08");
    assertThatThrownBy(() -> desk().restore(new StartFrom.Newest()))
        .hasMessageContaining("SLUICE-B08");
  }

  private long recordsOfTheNextStart() {
    Engine anew = process();
    anew.coordinator().run();
    return anew.status().counters().getOrDefault("records", 0L);
  }

  @Test
  void appBeginsFromNothingThoughThereAreCheckpoints() {
    Reset reset = desk().reset(false);
    reset.begin();
    removeAllButTheMark();
    reset.end();
    removeMark();
    assertThat(recordsOfTheNextStart()).isZero();
  }

  @Test
  void appGoesBackToItsNewestCheckpoint() {
    Reset reset = desk().reset(true);
    reset.begin();
    removeAllButTheMark();
    reset.end();
    removeMark();
    assertThat(recordsOfTheNextStart()).isPositive();
  }

  /** What is left may look like an app, a restore or nothing at all. */
  @Test
  void appThatIsStartedStopsWhereverAResetCameToNoEnd() {
    List<Consumer<Reset>> removals =
        List.of(
            reset -> {},
            reset -> remove((lane, number) -> !List.of(Lanes.START, Lanes.CONTROL).contains(lane)),
            reset -> remove((lane, number) -> !lane.equals(Lanes.START)),
            reset -> remove((lane, number) -> lane.equals(Lanes.START) && number == 0),
            reset -> removeAllButTheMark(),
            Reset::end);
    for (boolean toCheckpoint : new boolean[] {true, false}) {
      LogStore before = log.log;
      Reset reset = desk().reset(toCheckpoint);
      reset.begin();
      for (Consumer<Reset> each : removals) {
        each.accept(reset);
        nobodyBegins();
      }
      Reset again = desk().reset(false);
      again.begin();
      removeAllButTheMark();
      again.end();
      removeMark();
      assertThat(recordsOfTheNextStart()).isZero();
      log.log = before;
    }
  }

  /** It found no lanes, and has not yet said from which checkpoint it begins. */
  @Test
  void coordinatorThatChoosesWhileAResetBeginsDoesNotTakeItForADoneRestore() {
    remove((lane, number) -> true);
    Reset reset = desk().reset(true);
    LogStore late =
        new ForwardingLog(log) {
          @Override
          public Append append(String lane, long number, byte[] entry, Instant expiry) {
            reset.begin();
            return super.append(lane, number, entry, expiry);
          }
        };
    assertThatThrownBy(() -> process(rig, late).coordinator().run())
        .hasMessageContaining("SLUICE-B08");
    assertThat(log.head(Lanes.CONTROL)).isEmpty();
  }

  @Test
  void throttledResetIsAnError() {
    removeAllButTheMark();
    LogStore throttled =
        new ForwardingLog(log) {
          @Override
          public Append append(String lane, long number, byte[] entry, Instant expiry) {
            return new Append.Throttled("a test");
          }
        };
    Reset reset = new CheckpointDesk(rig.ports(throttled), Rig.LIFETIME).reset(false);
    assertThatThrownBy(reset::begin).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(reset::end)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("a test");
  }

  @Test
  void coordinatorThatIsAtWorkMeanwhileIsAnError() {
    Engine atWork = process();
    atWork.coordinator().run();
    Reset reset = desk().reset(true);
    reset.begin();
    assertThatThrownBy(reset::end).hasMessageContaining("SLUICE-B07");
  }

  @Test
  void checkpointWithoutItsBulkIsNotTheOneToGoBackTo() {
    ObjectStore left =
        new ForwardingObjects(rig.spills) {
          @Override
          public List<String> list(String prefix) {
            return prefix.startsWith("spill/") ? List.of() : super.list(prefix);
          }
        };
    CheckpointDesk desk = new CheckpointDesk(rig.ports(log, left), Rig.LIFETIME);
    assertThat(desk.newest()).isPresent();
    assertThatThrownBy(() -> desk.whole(new StartFrom.Newest()))
        .hasMessageContaining("SLUICE-B01")
        .hasMessageContaining(" is gone, of lane ");
  }
}
