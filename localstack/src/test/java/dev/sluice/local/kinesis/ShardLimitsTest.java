package dev.sluice.local.kinesis;

import static dev.sluice.local.kinesis.StreamFixture.STREAM;
import static dev.sluice.local.kinesis.StreamFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardLimitsTest {

  private final StreamFixture fixture =
      new StreamFixture(KinesisSettings.defaults().withShardLimits(true));

  ShardLimitsTest() {
    fixture.streams.createStream(STREAM, 1);
  }

  private long refused(int records, int bytes) {
    List<PutEntry> entries =
        IntStream.range(0, records).mapToObj(i -> new PutEntry(new byte[bytes], "k")).toList();
    return fixture.streams.put(STREAM, entries, Optional.empty()).stream()
        .filter(result -> result instanceof PutResult.Refused)
        .count();
  }

  @Test
  void aThousandRecordsASecondGoIn() {
    assertThat(refused(500, 1)).isZero();
    assertThat(refused(500, 1)).isZero();
    assertThat(refused(7, 1)).isEqualTo(7);
    fixture.clock.advance(1_000);
    assertThat(refused(7, 1)).isZero();
  }

  @Test
  void aMebibyteASecondGoesIn() {
    assertThat(refused(5, 299_999)).isEqualTo(2);
    assertThat(fixture.streams.put(STREAM, new PutEntry(new byte[299_999], "k")))
        .isEqualTo(
            new PutResult.Refused(
                "ProvisionedThroughputExceededException",
                "Rate exceeded for shard shardId-000000000000 in stream sensors under account 000000000000."));
  }

  @Test
  void fiveReadsASecondGoOut() {
    String iterator = fixture.iterator(0, IteratorStart.LATEST);
    for (int i = 0; i < 5; i++) {
      assertThat(fixture.streams.read(iterator, 1).records()).isEmpty();
    }
    assertThatThrownBy(() -> fixture.streams.read(iterator, 1))
        .hasMessageContaining("Rate exceeded");
    fixture.clock.advance(1_000);
    assertThat(fixture.streams.read(iterator, 1).records()).isEmpty();
  }

  @Test
  void aLargeReadUsesUpTheSecondsBehindIt() {
    for (int i = 0; i < 8; i++) {
      refused(1, 1024 * 1024 - 1);
      fixture.clock.advance(1_000);
    }
    fixture.read(0, IteratorStart.TRIM_HORIZON);
    fixture.clock.advance(2_000);
    assertThatThrownBy(() -> fixture.read(0, IteratorStart.LATEST))
        .hasMessageContaining("Rate exceeded");
    fixture.clock.advance(1_000);
    assertThat(fixture.read(0, IteratorStart.LATEST).records()).isEmpty();
  }

  @Test
  void withoutLimitsNothingIsRefused() {
    StreamFixture free = StreamFixture.withShards(1);
    for (int i = 0; i < 3; i++) {
      List<PutEntry> entries = IntStream.range(0, 500).mapToObj(j -> entry("x")).toList();
      assertThat(free.streams.put(STREAM, entries, Optional.empty()))
          .allMatch(result -> result instanceof PutResult.Stored);
    }
    for (int i = 0; i < 6; i++) {
      assertThat(free.read(0, IteratorStart.LATEST).records()).isEmpty();
    }
  }
}
