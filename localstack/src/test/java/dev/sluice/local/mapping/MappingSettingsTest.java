package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MappingSettingsTest {

  @Test
  void theDefaultsAreLambdas() {
    MappingSettings settings = MappingSettings.of("sensors", "transform").build();
    assertThat(settings.batchSize()).isEqualTo(100);
    assertThat(settings.maximumBatchingWindow()).isZero();
    assertThat(settings.maximumRetryAttempts()).isEqualTo(-1);
    assertThat(settings.maximumRecordAge()).isEqualTo(Duration.ofSeconds(-1));
    assertThat(settings.bisectBatchOnFunctionError()).isFalse();
    assertThat(settings.reportBatchItemFailures()).isFalse();
    assertThat(settings.startingPosition()).isInstanceOf(StartingPosition.TrimHorizon.class);
  }

  @Test
  void theEndsOfEveryRangeAreAccepted() {
    MappingSettingsBuilder settings = MappingSettings.of("sensors", "transform");
    assertThat(
            settings
                .batchSize(1)
                .maximumBatchingWindow(Duration.ofSeconds(300))
                .maximumRetryAttempts(0)
                .maximumRecordAge(Duration.ofSeconds(60))
                .startingPosition(new StartingPosition.AtTimestamp(Instant.EPOCH))
                .build())
        .isNotNull();
    assertThat(
            settings
                .batchSize(10_000)
                .maximumRetryAttempts(10_000)
                .maximumRecordAge(Duration.ofDays(7))
                .build())
        .isNotNull();
  }

  @Test
  void allFaultsAreReportedTogether() {
    assertThatThrownBy(
            () ->
                MappingSettings.of(" ", null)
                    .batchSize(10_001)
                    .maximumBatchingWindow(Duration.ofSeconds(301))
                    .startingPosition(new StartingPosition.Latest())
                    .maximumRetryAttempts(-2)
                    .maximumRecordAge(Duration.ofSeconds(59))
                    .parallelizationFactor(2)
                    .tumblingWindow(Duration.ofSeconds(30))
                    .pollInterval(Duration.ZERO)
                    .retryBackoff(new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "streamName",
            "functionName",
            "batchSize is 10001",
            "maximumBatchingWindow is PT5M1S",
            "LATEST: records that arrive around the mapping's creation may be missed",
            "maximumRetryAttempts is -2",
            "maximumRecordAge is PT59S",
            "parallelizationFactor is 2: above 1, Lambda keeps the order per partition key only",
            "tumblingWindow is PT30S",
            "pollInterval is PT0S",
            "retryBackoff");
  }

  @Test
  void aRecordAgeAboveSevenDaysIsRefused() {
    assertThatThrownBy(
            () ->
                MappingSettings.of("sensors", "transform")
                    .maximumRecordAge(Duration.ofDays(7).plusMillis(1))
                    .build())
        .hasMessageContaining("60 s to 7 days");
  }

  @Test
  void theBackoffDoublesUpToItsCap() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500));
    assertThat(backoff.millis(1)).isEqualTo(100);
    assertThat(backoff.millis(2)).isEqualTo(200);
    assertThat(backoff.millis(3)).isEqualTo(400);
    assertThat(backoff.millis(4)).isEqualTo(500);
    assertThat(backoff.millis(Integer.MAX_VALUE)).isEqualTo(500);
  }
}
