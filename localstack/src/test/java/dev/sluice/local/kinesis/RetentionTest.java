package dev.sluice.local.kinesis;

import static dev.sluice.local.kinesis.StreamFixture.STREAM;
import static dev.sluice.local.kinesis.StreamFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final StreamFixture fixture = StreamFixture.withShards(1);
  private final KinesisStreams streams = fixture.streams;

  @Test
  void recordsOlderThanADayAreNotReadable() {
    fixture.put("old");
    fixture.clock.advance(HOUR);
    fixture.put("young");
    fixture.clock.advance(23 * HOUR);
    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("old", "young");

    fixture.clock.advance(1);
    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("young");
  }

  @Test
  void anIteratorBeforeTheHorizonGoesOnAtIt() {
    String old = fixture.put("old").sequenceNumber();
    fixture.clock.advance(25 * HOUR);
    fixture.put("young");

    assertThat(texts(fixture.read(0, IteratorStart.at(old)))).containsExactly("young");
  }

  @Test
  void aLongerRetentionKeepsRecordsLonger() {
    fixture.put("old");
    streams.increaseRetention(STREAM, 48);
    fixture.clock.advance(48 * HOUR);

    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("old");
    assertThat(streams.describe(STREAM).retentionHours()).isEqualTo(48);
    streams.decreaseRetention(STREAM, 24);
    assertThat(fixture.read(0, IteratorStart.TRIM_HORIZON).records()).isEmpty();
  }

  @Test
  void expiredRecordsDoNotComeBackWithALongerRetention() {
    fixture.put("old");
    fixture.clock.advance(30 * HOUR);
    streams.increaseRetention(STREAM, 48);

    assertThat(fixture.read(0, IteratorStart.TRIM_HORIZON).records()).isEmpty();
  }

  @Test
  void keptRecordsStayThoughTheyHadExpiredUntilTheyAreForgotten() {
    fixture.put("old");
    fixture.clock.advance(30 * HOUR);
    streams.keepAll(STREAM);
    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("old");

    fixture.put("young");
    streams.forgetBefore(STREAM, fixture.clock.nowMillis());
    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("young");
    assertThat(streams.describe(STREAM).retentionHours()).isEqualTo(8760);
  }

  @Test
  void recordsOfAShardThatHadGoneDoNotComeBackWithThoseThatAreKept() {
    fixture.put("gone");
    streams.splitShard(STREAM, "0", BigInteger.TEN);
    fixture.clock.advance(1);
    fixture.put("old");
    fixture.clock.advance(25 * HOUR);
    streams.keepAll(STREAM);

    assertThat(fixture.read(0, IteratorStart.TRIM_HORIZON).records()).isEmpty();
    assertThat(texts(fixture.read(2, IteratorStart.TRIM_HORIZON))).containsExactly("old");
  }

  @Test
  void aClosedShardGoesWithItsLastPossibleRecord() {
    fixture.put("old");
    streams.splitShard(STREAM, "0", BigInteger.TEN);
    fixture.clock.advance(24 * HOUR);
    assertThat(streams.shards(STREAM)).hasSize(3);

    fixture.clock.advance(1);
    assertThat(streams.shards(STREAM))
        .extracting(ShardInfo::id)
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    assertThatThrownBy(() -> fixture.iterator(0, IteratorStart.TRIM_HORIZON))
        .hasMessageContaining("Could not find shard shardId-000000000000");
  }

  @Test
  void retentionsOutOfRangeAndInTheWrongDirectionAreRefused() {
    streams.increaseRetention(STREAM, 100);

    assertThatThrownBy(() -> streams.decreaseRetention(STREAM, 23))
        .hasMessageContaining("Minimum allowed retention period is 24 hours");
    assertThatThrownBy(() -> streams.increaseRetention(STREAM, 8761))
        .hasMessageContaining("Maximum allowed retention period is 8760 hours");
    assertThatThrownBy(() -> streams.increaseRetention(STREAM, 99))
        .hasMessageEndingWith("(100 hours). Use DecreaseRetentionPeriod API.");
    assertThatThrownBy(() -> streams.decreaseRetention(STREAM, 101))
        .hasMessageEndingWith("(100 hours). Use IncreaseRetentionPeriod API.");
  }
}
