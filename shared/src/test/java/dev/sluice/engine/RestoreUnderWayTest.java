package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore that was begun, and did not come to its end. */
class RestoreUnderWayTest {
  private final Rig rig = new Rig(2, 2);
  private LogStore log = rig.log;

  private CheckpointDesk desk(LogStore through) {
    return new CheckpointDesk(rig.ports(through), Rig.LIFETIME);
  }

  @BeforeEach
  void beginToRestoreTheFirstOne() {
    Engine process =
        new Engine(
            rig.plan,
            rig.settings,
            rig.ports(log),
            new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest()));
    process.coordinator().run();
    for (int second = 0; second < 5; second++) {
      rig.put("k", second);
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(1));
      process.coordinator().run();
    }
    desk(log).keep(rig.plan, "a-name");
    assertThat(desk(log).numbers()).hasSizeGreaterThan(1);
    log = new MemoryLog(rig.clock, rig.metrics);
    LogStore killed =
        new ForwardingLog(log) {
          @Override
          public Append append(String lane, long number, byte[] entry, Instant expiry) {
            if (!lane.equals(Lanes.START)) {
              throw new StoreUnavailableException("killed", null);
            }
            return super.append(lane, number, entry, expiry);
          }
        };
    assertThatThrownBy(() -> desk(killed).restore(new StartFrom.Numbered(0)))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void anotherCheckpointIsRefusedWhereARestoreIsUnderWay() {
    for (StartFrom other :
        new StartFrom[] {new StartFrom.Numbered(1), new StartFrom.Kept("a-name")}) {
      assertThatThrownBy(() -> desk(log).restore(other))
          .hasMessageContaining("SLUICE-B05 another checkpoint is being restored")
          .hasMessageContaining(", 0: ");
    }
    assertThat(log.read(Lanes.START, 0, 2)).as("the one under way is not done").hasSize(1);
  }

  @Test
  void theSameOneGoesOn() {
    CheckpointDesk.Restored restored = desk(log).restore(new StartFrom.Numbered(0)).orElseThrow();
    assertThat(restored.checkpoint().number()).isZero();
  }

  @Test
  void whereNoneIsNamedTheOneThatWasBegunGoesOn() {
    CheckpointDesk.Restored restored = desk(log).restore(new StartFrom.Newest()).orElseThrow();
    assertThat(restored.checkpoint().number()).isZero();
  }
}
