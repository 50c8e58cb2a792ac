package dev.sluice.local.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.EngineSettings;
import dev.sluice.examples.words.WordCount;
import dev.sluice.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostRunTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant START = Instant.parse("2026-03-10T09:00:00Z");

  private static Bill run(int records, Traffic traffic, int buckets) {
    EngineSettings settings =
        new EngineSettings(
            Duration.ofSeconds(10),
            buckets,
            Duration.ZERO,
            EngineSettings.DEFAULT_ENTRY_LIFETIME,
            EngineSettings.DEFAULT_BUCKETS_INLINE);
    return new CostRun(Plan.of(new WordCount(), Map.of()), settings, traffic, START)
        .run(
            IntStream.range(0, records)
                .mapToObj(i -> ("word" + i % 10).getBytes(StandardCharsets.UTF_8))
                .iterator());
  }

  private static Traffic traffic(double rate, int batchSize, Duration window) {
    return new Traffic(rate, 1, batchSize, window, MINUTE);
  }

  @Test
  void eachCallIsAnInvocationAndSoIsEachRunOfTheCoordinator() {
    // 100 records a second, gathered for 2 s: 200 a call, 6,000 records in 30 calls of a minute.
    Bill bill = run(6_000, traffic(100, 1000, Duration.ofSeconds(2)), 1);
    assertThat(bill.records()).isEqualTo(6_000);
    assertThat(bill.rows()).isGreaterThanOrEqualTo(60); // ten words, six batches or more
    assertThat(bill.invocations()).isBetween(30L + 6, 30L + 30 + 4);
    assertThat(bill.writeUnits()).isGreaterThanOrEqualTo(30 + 6);
    assertThat(bill.puts()).isGreaterThanOrEqualTo(12); // a part and a marker for each batch
  }

  @Test
  void smallCallsCostMore() {
    Bill large = run(6_000, traffic(100, 1000, Duration.ofSeconds(2)), 1);
    Bill small = run(6_000, traffic(100, 10, Duration.ofSeconds(2)), 1);
    assertThat(small.invocations()).isGreaterThan(600);
    assertThat(small.dollars()).isGreaterThan(3 * large.dollars());
  }

  @Test
  void moreBucketsCostMore() {
    Traffic traffic = traffic(100, 1000, Duration.ofSeconds(2));
    assertThat(run(6_000, traffic, 8).dollars()).isGreaterThan(run(6_000, traffic, 1).dollars());
  }

  @Test
  void bucketsThatTheCoordinatorDoesNotAdvanceItselfAreCalls() {
    Traffic traffic = traffic(100, 1000, Duration.ofSeconds(2));
    long inline = run(6_000, traffic, 8).invocations();
    // six batches or more, of each of which 17 buckets are three calls
    assertThat(run(6_000, traffic, 17).invocations()).isGreaterThanOrEqualTo(inline + 6 * 3);
  }

  @Test
  void theSameRunCostsTheSame() {
    Traffic traffic = new Traffic(500, 3, 100, Duration.ofSeconds(1), MINUTE);
    assertThat(run(3_000, traffic, 2)).isEqualTo(run(3_000, traffic, 2));
  }

  @Test
  void callsHaveWhatIsGatheredAndNoMoreThanABatch() {
    assertThat(traffic(100, 1000, Duration.ofSeconds(2)).recordsPerCall()).isEqualTo(200);
    assertThat(traffic(100, 50, Duration.ofSeconds(2)).recordsPerCall()).isEqualTo(50);
    assertThat(traffic(0.1, 50, Duration.ofSeconds(2)).recordsPerCall()).isEqualTo(1);
    assertThat(new Traffic(100, 4, 1000, Duration.ofSeconds(2), MINUTE).recordsPerCall())
        .isEqualTo(50);
  }

  @Test
  void trafficThatIsNoneIsRefused() {
    assertThatThrownBy(() -> traffic(0, 10, Duration.ZERO))
        .hasMessageContaining("records a second");
    assertThatThrownBy(() -> traffic(1, 0, Duration.ZERO)).hasMessageContaining("1 record");
    assertThatThrownBy(() -> new Traffic(Double.NaN, 1, 1, Duration.ZERO, MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
