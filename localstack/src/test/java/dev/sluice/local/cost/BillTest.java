package dev.sluice.local.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.ports.StoreMetrics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BillTest {
  private static Bill bill(int memoryMb) {
    Map<String, Double> counters = Map.of(StoreMetrics.LOG_PUTS, 100.0);
    return new Bill(counters, 10, 1_000, 0, memoryMb);
  }

  /** 520 ms of requests and calls are waited for, and 20 ms at 512 MB are computed. */
  @Test
  void waitingCostsMoreWithMoreMemoryAndComputingAsMuch() {
    assertThat(bill(512).gbSeconds()).isEqualTo(0.540 / 2, within(1e-9));
    assertThat(bill(1024).gbSeconds()).isEqualTo(0.520 + 0.020 / 2, within(1e-9));
  }

  @Test
  void whatWasUsedSinceHasTheSameMemory() {
    assertThat(bill(1024).since(bill(1024)).memoryMb()).isEqualTo(1024);
  }
}
