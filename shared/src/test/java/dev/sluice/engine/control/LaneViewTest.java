package dev.sluice.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryLog;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaneViewTest {
  private static final String LANE = Lanes.shard("s", "0");
  private static final int ENTRIES = 250;

  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryClock clock = new MemoryClock(Instant.ofEpochSecond(100));
  private final MemoryLog log = new MemoryLog(clock, metrics);

  private Logs logs() {
    Ports ports = new Ports(log, null, null, null, clock, null, null, metrics, null);
    Duration interval = Duration.ofSeconds(1);
    Duration lifetime = EngineSettings.DEFAULT_ENTRY_LIFETIME;
    return new Logs(ports, new EngineSettings(interval, 1, interval, lifetime, 1));
  }

  @Test
  void whatWasReadOfALongLaneNeedNotBeReadAgain() {
    Logs writer = logs();
    for (int i = 0; i < ENTRIES; i++) {
      writer.shards().append(LANE, i, ShardEntry.birth(0, 0));
    }
    LaneView view = new LaneView(logs(), LANE, 0);
    assertThat(view.refresh(() -> false)).isFalse();
    assertThat(view.next()).isBetween(1L, ENTRIES - 1L);
    assertThat(view.isCurrent()).isTrue();

    assertThat(view.refresh(() -> true)).isTrue();
    assertThat(view.next()).isEqualTo(ENTRIES);
    assertThat(view.isCurrent()).isTrue();
    clock.advance(EngineSettings.DEFAULT_ENTRY_LIFETIME);
    assertThat(view.isCurrent()).as("others may have put what has expired since").isFalse();
  }
}
