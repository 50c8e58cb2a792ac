package dev.sluice.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VirtualRateTest {

  @Test
  void recordsShareASecondEvenlyRoundedDown() {
    VirtualRate rate = new VirtualRate(5_000, 3);

    assertThat(LongStream.range(0, 5).map(i -> rate.nextMillis()))
        .containsExactly(5_000L, 5_333L, 5_666L, 6_000L, 6_333L);
  }

  @Test
  void thePresentIsTheStampGivenLast() {
    VirtualRate rate = new VirtualRate(5_000, 10);

    assertThat(rate.nowMillis()).isEqualTo(5_000);
    rate.nextMillis();
    assertThat(rate.nowMillis()).isEqualTo(5_000);
    rate.nextMillis();
    assertThat(rate.nowMillis()).isEqualTo(5_100);
  }

  @Test
  void aResumedClockGoesOnAsIfItHadNeverStopped() {
    VirtualRate rate = new VirtualRate(5_000, 10);
    rate.resume(7, 5_600);

    assertThat(rate.nowMillis()).isEqualTo(5_600);
    assertThat(rate.nextMillis()).isEqualTo(5_700);
  }

  @Test
  void aRateBelowOneIsRefusedWithItsValue() {
    assertThatThrownBy(() -> new VirtualRate(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 records a second");
  }
}
