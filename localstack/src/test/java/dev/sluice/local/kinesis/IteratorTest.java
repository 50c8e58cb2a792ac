package dev.sluice.local.kinesis;

import static dev.sluice.local.kinesis.StreamFixture.START;
import static dev.sluice.local.kinesis.StreamFixture.STREAM;
import static dev.sluice.local.kinesis.StreamFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IteratorTest {

  private static final BigInteger SHARD_0 = BigInteger.ZERO;
  private static final BigInteger SHARD_1 = HashRange.ALL.end();

  private final StreamFixture fixture = StreamFixture.withShards(2);

  @Test
  void trimHorizonBeginsAtTheOldestRecord() {
    fixture.putAt("a", SHARD_0);
    fixture.putAt("b", SHARD_0);

    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("a", "b");
  }

  @Test
  void latestBeginsAtTheNextRecordToCome() {
    fixture.putAt("a", SHARD_0);
    String latest = fixture.iterator(0, IteratorStart.LATEST);
    fixture.putAt("b", SHARD_0);

    assertThat(texts(fixture.streams.read(latest, 10))).containsExactly("b");
  }

  @Test
  void atAndAfterASequenceNumberDifferByItsRecord() {
    fixture.putAt("a", SHARD_0);
    String second = fixture.putAt("b", SHARD_0).sequenceNumber();
    fixture.putAt("c", SHARD_0);

    assertThat(texts(fixture.read(0, IteratorStart.at(second)))).containsExactly("b", "c");
    assertThat(texts(fixture.read(0, IteratorStart.after(second)))).containsExactly("c");
  }

  @Test
  void theStartOfAShardIsAPlaceToReadFrom() {
    fixture.putAt("a", SHARD_1);
    String start = fixture.streams.shards(STREAM).get(1).startingSequenceNumber();

    assertThat(texts(fixture.read(1, IteratorStart.at(start)))).containsExactly("a");
    assertThat(texts(fixture.read(1, IteratorStart.after(start)))).containsExactly("a");
  }

  @Test
  void atTimestampBeginsAtTheFirstRecordOfThatTimeOrLater() {
    fixture.putAt("a", SHARD_0);
    fixture.clock.set(START + 10);
    fixture.putAt("b", SHARD_0);
    fixture.clock.set(START + 20);

    assertThat(texts(fixture.read(0, IteratorStart.atTime(START)))).containsExactly("a", "b");
    assertThat(texts(fixture.read(0, IteratorStart.atTime(START + 1)))).containsExactly("b");
    assertThat(texts(fixture.read(0, IteratorStart.atTime(START + 10)))).containsExactly("b");
    assertThat(texts(fixture.read(0, IteratorStart.atTime(START + 11)))).isEmpty();
  }

  @Test
  void aTimestampInTheFutureIsRefused() {
    assertThatThrownBy(() -> fixture.iterator(0, IteratorStart.atTime(START + 1)))
        .hasMessageContaining("cannot be greater than the currentTimestampInMillis");
  }

  @Test
  void anIteratorReadsTheSameAgain() {
    fixture.putAt("a", SHARD_0);
    String iterator = fixture.iterator(0, IteratorStart.TRIM_HORIZON);
    fixture.streams.read(iterator, 10);

    assertThat(texts(fixture.streams.read(iterator, 10))).containsExactly("a");
  }

  @Test
  void anIteratorLivesForFiveMinutes() {
    String iterator = fixture.iterator(0, IteratorStart.LATEST);
    fixture.clock.advance(300_000);
    assertThat(fixture.streams.read(iterator, 10).records()).isEmpty();

    fixture.clock.advance(1);
    assertThatThrownBy(() -> fixture.streams.read(iterator, 10))
        .hasMessage(
            "Iterator expired. The iterator was created at time Tue May 13 16:53:20 UTC 2014 while"
                + " right now it is Tue May 13 16:58:20 UTC 2014 which is further in the future"
                + " than the tolerated delay of 300000 milliseconds.")
        .extracting("code")
        .isEqualTo("ExpiredIteratorException");
  }

  @Test
  void aReadRenewsTheIterator() {
    String iterator = fixture.iterator(0, IteratorStart.LATEST);
    fixture.clock.advance(200_000);
    String renewed = fixture.streams.read(iterator, 10).nextIterator().orElseThrow();
    fixture.clock.advance(200_000);

    assertThat(fixture.streams.read(renewed, 10).records()).isEmpty();
  }

  @Test
  void sequenceNumbersOfOtherShardsAndStreamsAreRefused() {
    String ofShard1 = fixture.putAt("a", SHARD_1).sequenceNumber();
    assertThatThrownBy(() -> fixture.iterator(0, IteratorStart.at(ofShard1)))
        .hasMessageContaining("It encodes shardId-000000000001");

    fixture.clock.advance(5_000);
    fixture.streams.deleteStream(STREAM);
    fixture.streams.createStream(STREAM, 2);
    assertThatThrownBy(() -> fixture.iterator(1, IteratorStart.at(ofShard1)))
        .hasMessageContaining("did not come from this stream");
    assertThatThrownBy(() -> fixture.iterator(1, IteratorStart.at("17")))
        .hasMessageContaining("StartingSequenceNumber 17 used in GetShardIterator")
        .hasMessageEndingWith("is invalid.");
  }

  @Test
  void typeAndSequenceNumberMustFit() {
    IteratorStart without =
        new IteratorStart(
            IteratorStart.Type.AT_SEQUENCE_NUMBER, Optional.empty(), Optional.empty());
    IteratorStart with =
        new IteratorStart(IteratorStart.Type.LATEST, Optional.of("1"), Optional.empty());

    assertThatThrownBy(() -> fixture.iterator(0, without))
        .hasMessageEndingWith("specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.");
    assertThatThrownBy(() -> fixture.iterator(0, with))
        .hasMessageEndingWith("specified LATEST and also a StartingSequenceNumber.");
  }

  @Test
  void whatIsNoIteratorIsRefused() {
    assertThatThrownBy(() -> fixture.streams.read("AAAA", 1)).hasMessage("Invalid ShardIterator.");
    assertThatThrownBy(() -> fixture.streams.read("?", 1)).hasMessage("Invalid ShardIterator.");
  }

  @Test
  void anUnknownShardIsNotFound() {
    assertThatThrownBy(() -> fixture.iterator(2, IteratorStart.LATEST))
        .hasMessage(
            "Could not find shard shardId-000000000002 in stream sensors under account 000000000000.");
    assertThatThrownBy(() -> fixture.streams.iterator(STREAM, "2147483648", IteratorStart.LATEST))
        .hasMessageContaining("Could not find shard 2147483648");
  }
}
