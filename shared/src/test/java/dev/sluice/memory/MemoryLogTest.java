package dev.sluice.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.LogStoreContract;
import dev.sluice.ports.StoreMetrics;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemoryLogTest extends LogStoreContract {
  private final MemoryClock clock = new MemoryClock(Instant.EPOCH);
  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryLog log = new MemoryLog(clock, metrics);

  @Override
  protected LogStore emptyLog() {
    return log;
  }

  @Test
  void expiredEntryStaysUntilTheBroomComes() {
    log.append("lane", 0, new byte[1], Instant.ofEpochSecond(10));
    log.append("lane", 1, new byte[1], Instant.ofEpochSecond(11));
    log.append("lane", 2, new byte[1], Instant.MAX);
    assertThat(log.vacuum()).isZero();
    clock.advance(Duration.ofSeconds(10));
    assertThat(log.read("lane", 0, 10)).hasSize(3);
    assertThat(log.vacuum()).isEqualTo(1);
    assertThat(log.read("lane", 0, 10).stream().map(LogEntry::number)).containsExactly(1L, 2L);
    clock.advance(Duration.ofDays(100_000));
    assertThat(log.vacuum()).isEqualTo(1);
    assertThat(log.head("lane").orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void someOfWhatHasExpiredGoesInAnyOrder() {
    log.append("lane", 0, new byte[1], Instant.ofEpochSecond(10));
    log.append("lane", 1, new byte[1], Instant.ofEpochSecond(10));
    log.append("other", 1, new byte[1], Instant.ofEpochSecond(10));
    log.append("lane", 3, new byte[1], Instant.MAX);
    clock.advance(Duration.ofSeconds(10));
    int removed = log.vacuum((lane, entry) -> lane.equals("lane") && entry.number() > 0);
    assertThat(removed).isEqualTo(1);
    assertThat(log.read("lane", 0, 10).stream().map(LogEntry::number)).containsExactly(0L, 3L);
    assertThat(log.head("other")).isPresent();
  }

  @Test
  void putIsChargedPerBegunKilobyteAndALostOneByTheLargerItem() {
    log.append("lane", 0, new byte[900], Instant.MAX);
    assertThat(metrics.value(StoreMetrics.LOG_WRITE_UNITS)).isEqualTo(1);
    log.append("lane", 1, new byte[1024], Instant.MAX);
    assertThat(metrics.value(StoreMetrics.LOG_WRITE_UNITS)).isEqualTo(3);
    log.append("lane", 1, new byte[10], Instant.MAX);
    assertThat(metrics.value(StoreMetrics.LOG_WRITE_UNITS)).isEqualTo(5);
    log.append("lane", 1, new byte[3000], Instant.MAX);
    assertThat(metrics.value(StoreMetrics.LOG_WRITE_UNITS)).isEqualTo(8);
    log.append("lane", 2, new byte[LogStore.MAX_ENTRY_BYTES + 1], Instant.MAX);
    assertThat(metrics.value(StoreMetrics.LOG_WRITE_UNITS)).isEqualTo(8);
    assertThat(metrics.value(StoreMetrics.LOG_PUTS)).isEqualTo(4);
  }

  @Test
  void queryIsChargedPerBegunFourKilobytesOfItsSumAndPerPage() {
    log.head("lane");
    assertThat(metrics.value(StoreMetrics.LOG_READ_UNITS)).isEqualTo(1);
    for (int n = 0; n < 10; n++) {
      log.append("lane", n, new byte[1000], Instant.MAX);
    }
    metrics.reset();
    log.read("lane", 0, 10);
    assertThat(metrics.value(StoreMetrics.LOG_READ_UNITS)).isEqualTo(3);
    log.head("lane");
    assertThat(metrics.value(StoreMetrics.LOG_READ_UNITS)).isEqualTo(4);
    assertThat(metrics.value(StoreMetrics.LOG_QUERIES)).isEqualTo(2);

    for (int n = 0; n < 4; n++) {
      log.append("large", n, new byte[390_000], Instant.MAX);
    }
    metrics.reset();
    log.read("large", 0, 10);
    assertThat(metrics.value(StoreMetrics.LOG_QUERIES)).isEqualTo(2);
    assertThat(metrics.value(StoreMetrics.LOG_READ_UNITS)).isEqualTo(2 * 191);
  }
}
