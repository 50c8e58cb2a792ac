package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.FromNothing;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an app whose lanes somebody removes. */
class FromNothingTest {
  private final Rig rig = new Rig(2, 2);
  private LogStore log = rig.log;

  private Engine process() {
    CheckpointSettings always =
        new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());
    return new Engine(rig.plan, rig.settings, rig.ports(log), always);
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
    assertThat(desk().newestWhole()).isEqualTo(desk().newest());
  }

  private void removeLanes() {
    log = new MemoryLog(rig.clock, rig.metrics);
    rig.positionsFromStart();
  }

  @Test
  void appThatIsToBeginFromNothingDoesSoThoughThereAreCheckpoints() {
    assertThat(desk().fromNothing().isNeeded()).isTrue();
    removeLanes();
    desk().fromNothing().put();
    Engine anew = process();
    anew.coordinator().run();
    assertThat(anew.status().counters()).doesNotContainEntry("records", 3600L);
  }

  @Test
  void appOfWhichNothingIsKeptBeginsFromNothingAnyway() {
    Rig other = new Rig(1, 1);
    assertThat(new CheckpointDesk(other.ports(other.log), Rig.LIFETIME).fromNothing().isNeeded())
        .isFalse();
  }

  @Test
  void throttledBeginningIsAnError() {
    removeLanes();
    log =
        new ForwardingLog(log) {
          @Override
          public Append append(String lane, long number, byte[] entry, Instant expiry) {
            return new Append.Throttled("a test");
          }
        };
    FromNothing nothing = desk().fromNothing();
    assertThatThrownBy(nothing::put)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("a test");
  }

  @Test
  void coordinatorThatComesFirstIsAnError() {
    removeLanes();
    FromNothing nothing = desk().fromNothing();
    process().coordinator().run();
    assertThatThrownBy(nothing::put).hasMessageContaining("SLUICE-B07");
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
    assertThatThrownBy(desk::newestWhole)
        .hasMessageContaining("SLUICE-B01")
        .hasMessageContaining(" is gone, of lane ");
  }
}
