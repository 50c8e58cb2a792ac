package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifetimesTest {
  private static final String LANE = "shard/words/shardId-000000000000";
  private static final EngineSettings SETTINGS =
      new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofHours(1), 1);

  private final MemoryLog log = new MemoryLog(new MemoryClock(Instant.EPOCH), (name, delta) -> {});

  private void require(long readFrom) {
    ControlEntry head =
        ControlEntry.nothing("graph", 1000, 1, 0, 0)
            .next(Map.of(LANE, new ControlEntry.Lane(0, readFrom)), Map.of(), Map.of(), 0);
    new Lifetimes(log, SETTINGS, 0).require(head, 1);
  }

  @Test
  void whatIsNeededLivesUntilTheNextCoordinatorComes() {
    log.append(LANE, 0, new byte[1], Instant.EPOCH.plus(Duration.ofMinutes(5)));
    log.append(LANE, 1, new byte[1], Instant.EPOCH.plus(Duration.ofMinutes(30)));
    assertThatCode(() -> require(1)).doesNotThrowAnyException();
    assertThatCode(() -> require(2)).doesNotThrowAnyException();
    assertThatThrownBy(() -> require(0))
        .isInstanceOf(Run.Failed.class)
        .hasMessageContaining("control points to entry 0 of " + LANE);
  }

  @Test
  void whatIsNeededIsThere() {
    log.append(LANE, 1, new byte[1], Instant.EPOCH.plus(Duration.ofMinutes(60)));
    assertThatThrownBy(() -> require(0)).hasMessageContaining("where entry 1 is");
  }
}
