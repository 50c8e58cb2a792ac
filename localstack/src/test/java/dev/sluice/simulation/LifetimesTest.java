package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BodyIndex;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Payload;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifetimesTest {
  private static final String LANE = "shard/words/shardId-000000000000";
  private static final EngineSettings SETTINGS =
      new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofHours(1), 1);

  private static final Instant NOW = Instant.EPOCH.plus(Duration.ofHours(10));
  private static final byte[] ENTRY = ShardEntry.birth(0, 0).encode();

  private final Metrics metrics = (name, delta) -> {};
  private final MemoryClock clock = new MemoryClock(Instant.EPOCH);
  private final MemoryLog log = new MemoryLog(new MemoryClock(Instant.EPOCH), metrics);
  private final AgingObjects bulk = new AgingObjects(clock, metrics);

  /** Puts bulk some minutes ago, and an entry that has it and lives until the end of its time. */
  private void putWithBulk(String name, long minutes) {
    clock.set(NOW.minus(Duration.ofMinutes(minutes)));
    bulk.putIfAbsent(name, new byte[10_000]);
    ShardEntry entry =
        new ShardEntry(
            ShardEntry.Kind.DATA,
            Position.of("7"),
            0,
            0,
            List.of(),
            Map.of(),
            BodyIndex.EMPTY,
            new Payload.Spilled(name, 10_000, ""),
            List.of(),
            0);
    log.append(LANE, 0, entry.encode(), NOW.plus(Duration.ofHours(1)));
  }

  private void require(long readFrom) {
    ControlEntry head =
        ControlEntry.nothing("graph", 1000, 1, 0, 0)
            .next(Map.of(LANE, new ControlEntry.Lane(0, readFrom)), Map.of(), Map.of(), 0);
    new Lifetimes(log, bulk, SETTINGS, NOW.toEpochMilli()).require(head, 1);
  }

  @Test
  void whatIsNeededLivesUntilTheNextCoordinatorComes() {
    log.append(LANE, 0, ENTRY, NOW.plus(Duration.ofMinutes(5)));
    log.append(LANE, 1, ENTRY, NOW.plus(Duration.ofMinutes(30)));
    assertThatCode(() -> require(1)).doesNotThrowAnyException();
    assertThatCode(() -> require(2)).doesNotThrowAnyException();
    assertThatThrownBy(() -> require(0))
        .isInstanceOf(Run.Failed.class)
        .hasMessageContaining("control points to entry 0 of " + LANE);
  }

  @Test
  void whatIsNeededIsThere() {
    log.append(LANE, 1, ENTRY, NOW.plus(Duration.ofMinutes(60)));
    assertThatThrownBy(() -> require(0)).hasMessageContaining("where entry 1 is");
  }

  @Test
  void itsBulkLivesAsLong() {
    putWithBulk("spill/1970-01-02/a", 20);
    assertThatCode(() -> require(0)).doesNotThrowAnyException();
  }

  @Test
  void bulkOfLongAgoIsNotEnough() {
    putWithBulk("spill/1970-01-02/a", 40);
    assertThatThrownBy(() -> require(0)).hasMessageContaining("has its bulk in spill/1970-01-02/a");
  }

  @Test
  void whatIsKeptForGoodIsAsOldAsItIs() {
    putWithBulk("keep/checkpoints/a", 400);
    assertThatCode(() -> require(0)).doesNotThrowAnyException();
  }
}
