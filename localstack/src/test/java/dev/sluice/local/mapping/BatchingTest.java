package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchingTest {

  @Test
  void batchesAreCutBySizeInTheShardsOrder() {
    Bench bench = new Bench(Bench.settings().batchSize(4).build()).put(1, 10);
    bench.run(100, Bench::success);
    assertThat(bench.calls).containsExactly("1-4", "5-8", "9-10");
    assertThat(bench.checkpoint()).isEqualTo("10");
    assertThat(bench.tally.counters()).isEqualTo(new MappingCounters(3, 10, 0, 0, 0, 0, 0));
  }

  @Test
  void batchesAreCutByPayloadWithBase64Counted() {
    // Three of these are 4.8 MB of data but 6.4 MB of base64.
    Bench bench = new Bench(Bench.settings().build());
    for (int n = 1; n <= 5; n++) {
      bench.put(Bench.record(n, 1_600_000, 0));
    }
    bench.run(100, Bench::success);
    assertThat(bench.calls).containsExactly("1-2", "3-4", "5-5");
  }

  @Test
  void theCountedSizeIsThatOfTheEvent() {
    EventJson json = new EventJson(Bench.IDENTITY, Bench.SHARD);
    ShardRecord record =
        new ShardRecord(
            "49590338271490256608559692538361571095921575989136588898",
            "p\"ä\\\u0001",
            Bench.record(1, 1000, 0).data(),
            java.time.Instant.ofEpochMilli(1545084650987L));
    int exact =
        json.event(List.of(record)).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    assertThat(json.bytes(record)).isBetween((long) exact - 14, (long) exact + 10);
    assertThat(EventJson.FRAME_BYTES + 2 * json.bytes(record))
        .isGreaterThanOrEqualTo(
            json.event(List.of(record, record))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                .length);
  }

  @Test
  void aBatchWaitsForItsWindow() {
    Bench bench = new Bench(Bench.settings().maximumBatchingWindow(Duration.ofSeconds(2)).build());
    bench.put(1, 3).run(100, Bench::success);
    assertThat(bench.calls).containsExactly("1-3");
    assertThat(bench.callTimes).containsExactly(2_000L);
  }

  @Test
  void aFullBatchDoesNotWaitForItsWindow() {
    Bench bench =
        new Bench(
            Bench.settings().batchSize(3).maximumBatchingWindow(Duration.ofSeconds(2)).build());
    bench.put(1, 4).run(100, Bench::success);
    assertThat(bench.calls).containsExactly("1-3", "4-4");
    assertThat(bench.callTimes).containsExactly(0L, 2_000L);
  }

  @Test
  void aWindowThatGatheredNothingBeginsAnew() {
    Bench bench =
        new Bench(
            Bench.settings()
                .maximumBatchingWindow(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(500))
                .build());
    for (int i = 0; i < 20 && bench.nowMillis < 3_000; i++) {
      bench.put();
      Step step = bench.machine.next(bench.now());
      if (step instanceof Step.Pause pause) {
        bench.nowMillis = pause.untilMillis();
      } else {
        bench.machine.read(List.of(), 0, false, bench.now());
      }
    }
    bench.put(1, 1).run(100, Bench::success);
    assertThat(bench.callTimes).containsExactly(4_000L);
  }

  @Test
  void theEndOfAShardEndsTheWindow() {
    Bench bench =
        new Bench(Bench.settings().maximumBatchingWindow(Duration.ofSeconds(300)).build());
    bench.closed = true;
    bench.put(1, 3).run(100, Bench::success);
    assertThat(bench.calls).containsExactly("1-3");
    assertThat(bench.callTimes).containsExactly(0L);
    assertThat(bench.machine.checkpoint()).isEqualTo(new Checkpoint.End());
  }

  @Test
  void aShardThatEndsEmptyIsFinishedWithoutACall() {
    Bench bench = new Bench(Bench.settings().build());
    bench.closed = true;
    bench.run(10, Bench::success);
    assertThat(bench.calls).isEmpty();
    assertThat(bench.machine.next(bench.now())).isEqualTo(new Step.Finished());
  }

  @Test
  void aShardWithMoreToReadIsReadAtOnceAndAnIdleOneAfterTheInterval() {
    Bench bench = new Bench(Bench.settings().batchSize(2).build()).put(1, 6);
    bench.run(100, Bench::success);
    assertThat(bench.callTimes).containsExactly(0L, 0L, 0L);
    assertThat(bench.nowMillis).isEqualTo(100);
  }

  @Test
  void aShardThatStaysIdleIsReadMoreSeldom() {
    Polling polling = new Polling(Bench.settings().build());
    long now = 0;
    for (int i = 0; i < 10; i++) {
      polling.read(0, false, now);
      assertThat(polling.nextMillis() - now).isEqualTo(100);
    }
    for (int i = 0; i < 100; i++) {
      polling.read(0, false, now);
    }
    assertThat(polling.nextMillis() - now).isEqualTo(400);
    polling.read(1, false, now);
    assertThat(polling.nextMillis() - now).isEqualTo(100);
  }

  @Test
  void failedReadsBackOff() {
    Polling polling = new Polling(Bench.settings().build());
    polling.failed(0);
    assertThat(polling.nextMillis()).isEqualTo(100);
    polling.failed(0);
    assertThat(polling.nextMillis()).isEqualTo(200);
    polling.read(1, true, 0);
    polling.failed(0);
    assertThat(polling.nextMillis()).isEqualTo(100);
  }
}
