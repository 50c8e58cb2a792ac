package dev.sluice.local.kinesis;

import static dev.sluice.local.kinesis.StreamFixture.START;
import static dev.sluice.local.kinesis.StreamFixture.STREAM;
import static dev.sluice.local.kinesis.StreamFixture.entry;
import static dev.sluice.local.kinesis.StreamFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KinesisStreamsTest {

  private final StreamFixture fixture = StreamFixture.withShards(3);
  private final KinesisStreams streams = fixture.streams;

  @Test
  void recordsGoToTheShardWhoseRangeHoldsTheirHash() {
    // MD5 begins with 0c, 92 and e1: the lowest, the middle and the highest third.
    assertThat(fixture.put("a").shardId()).isEqualTo("shardId-000000000000");
    assertThat(fixture.put("b").shardId()).isEqualTo("shardId-000000000001");
    assertThat(fixture.put("e").shardId()).isEqualTo("shardId-000000000002");
  }

  @Test
  void anExplicitHashKeyGoesBeforeThePartitionKey() {
    BigInteger border = HashRange.even(3).get(2).start();

    assertThat(fixture.putAt("x", border).shardId()).isEqualTo("shardId-000000000002");
    assertThat(fixture.putAt("x", border.subtract(BigInteger.ONE)).shardId())
        .isEqualTo("shardId-000000000001");
    assertThatThrownBy(() -> fixture.putAt("x", HashRange.KEY_COUNT))
        .hasMessageContaining("ExplicitHashKey must be in the range: [0, 2^128-1]");
  }

  @Test
  void sequenceNumbersRiseInAShardWithGaps() {
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      numbers.add(new BigInteger(fixture.putAt("x" + i, BigInteger.ZERO).sequenceNumber()));
    }

    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.get(1).subtract(numbers.get(0))).isGreaterThan(BigInteger.ONE);
    ShardInfo shard = streams.shards(STREAM).get(0);
    assertThat(new BigInteger(shard.startingSequenceNumber())).isLessThan(numbers.get(0));
  }

  @Test
  void stampsComeFromTheClockAndNeverFall() {
    fixture.put("a");
    fixture.clock.set(START + 500);
    fixture.put("a");
    fixture.clock.set(START + 200);
    fixture.put("a");

    assertThat(fixture.read(0, IteratorStart.TRIM_HORIZON).records())
        .extracting(ReadRecord::stampMillis)
        .containsExactly(START, START + 500, START + 500);
  }

  @Test
  void aReadPagesWithoutLossAndSaysHowFarItIsBehind() {
    for (int i = 0; i < 5; i++) {
      fixture.putAt("x" + i, BigInteger.ZERO);
    }
    fixture.clock.advance(700);
    ReadResult first = streams.read(fixture.iterator(0, IteratorStart.TRIM_HORIZON), 3);
    ReadResult second = streams.read(first.nextIterator().orElseThrow(), 3);
    ReadResult third = streams.read(second.nextIterator().orElseThrow(), 3);

    assertThat(texts(first)).containsExactly("x0", "x1", "x2");
    assertThat(first.millisBehindLatest()).isEqualTo(700);
    assertThat(texts(second)).containsExactly("x3", "x4");
    assertThat(second.millisBehindLatest()).isZero();
    assertThat(third.records()).isEmpty();
    assertThat(third.nextIterator()).isPresent();
  }

  @Test
  void recordsOfTheSameMillisecondAreStillBehind() {
    fixture.put("a");
    fixture.put("a");

    assertThat(
            streams.read(fixture.iterator(0, IteratorStart.TRIM_HORIZON), 1).millisBehindLatest())
        .isEqualTo(1);
  }

  @Test
  void aReadEndsBeforeTenMebibytes() {
    byte[] data = new byte[1024 * 1024 - 100];
    for (int i = 0; i < 12; i++) {
      streams.put(STREAM, new PutEntry(data, "key", Optional.of("0")));
    }
    ReadResult first = fixture.read(0, IteratorStart.TRIM_HORIZON);

    assertThat(first.records()).hasSize(10);
    assertThat(streams.read(first.nextIterator().orElseThrow(), 100).records()).hasSize(2);
  }

  @Test
  void aReadGivesAtMostTenThousandRecords() {
    for (int call = 0; call < 21; call++) {
      List<PutEntry> entries =
          IntStream.range(0, 500)
              .mapToObj(i -> StreamFixture.entryAt("x", BigInteger.ZERO))
              .toList();
      streams.put(STREAM, entries, Optional.empty());
    }

    assertThat(fixture.read(0, IteratorStart.TRIM_HORIZON).records()).hasSize(10_000);
  }

  @Test
  void recordsAboveTheMaximumAreRefusedWithTheirPlace() {
    PutEntry fits = new PutEntry(new byte[1024 * 1024 - 3], "key");
    PutEntry tooLarge = new PutEntry(new byte[1024 * 1024 - 2], "key");

    assertThat(streams.put(STREAM, fits)).isInstanceOf(PutResult.Stored.class);
    assertThatThrownBy(() -> streams.put(STREAM, List.of(entry("a"), tooLarge), Optional.empty()))
        .hasMessageContaining("'records.2.member.data'")
        .hasMessageContaining("less than or equal to 1048576")
        .extracting("code")
        .isEqualTo("ValidationException");
    assertThat(fixture.read(0, IteratorStart.TRIM_HORIZON).records()).hasSizeLessThan(2);
  }

  @Test
  void aStreamMayAllowLargerRecords() {
    streams.createStream(
        "large", StreamMode.PROVISIONED, OptionalInt.of(1), OptionalInt.of(10 * 1024 * 1024));

    assertThat(streams.put("large", new PutEntry(new byte[9 * 1024 * 1024], "key")))
        .isInstanceOf(PutResult.Stored.class);
  }

  @Test
  void aCallAboveTenMebibytesIsRefusedAsAWhole() {
    List<PutEntry> entries =
        IntStream.range(0, 11).mapToObj(i -> new PutEntry(new byte[1_000_000], "key")).toList();

    assertThatThrownBy(() -> streams.put(STREAM, entries, Optional.empty()))
        .hasMessage("Records size exceeds 10 MB limit");
    assertThat(StreamFixture.dump(streams, STREAM)).hasSize(3);
  }

  @Test
  void aSecondStreamOfTheNameIsInUseAndAnUnknownOneNotFound() {
    assertThatThrownBy(() -> streams.createStream(STREAM, 1))
        .hasMessage("Stream sensors under account 000000000000 already exists.")
        .extracting("code")
        .isEqualTo("ResourceInUseException");
    assertThatThrownBy(() -> streams.put("other", entry("a")))
        .hasMessage("Stream other under account 000000000000 not found.")
        .extracting("code")
        .isEqualTo("ResourceNotFoundException");
  }

  @Test
  void iteratorsOfADeletedStreamDoNotReadItsSuccessor() {
    String iterator = fixture.iterator(0, IteratorStart.TRIM_HORIZON);
    streams.deleteStream(STREAM);
    assertThatThrownBy(() -> streams.read(iterator, 1)).hasMessageContaining("not found");

    fixture.clock.advance(1);
    streams.createStream(STREAM, 3);
    assertThatThrownBy(() -> streams.read(iterator, 1)).hasMessageContaining("does not exist");
  }

  @Test
  void streamsAreListedByName() {
    streams.createStream("a", StreamMode.ON_DEMAND, OptionalInt.empty(), OptionalInt.empty());

    assertThat(streams.streams())
        .extracting(StreamInfo::name, StreamInfo::openShardCount, StreamInfo::mode)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", 4, StreamMode.ON_DEMAND),
            org.assertj.core.groups.Tuple.tuple(STREAM, 3, StreamMode.PROVISIONED));
  }

  @Test
  void moreShardsThanAllowedAreRefused() {
    StreamFixture few = new StreamFixture(KinesisSettings.defaults().withMaxOpenShards(4));
    few.streams.createStream(STREAM, 3);

    assertThatThrownBy(() -> few.streams.createStream("other", 2))
        .hasMessageContaining("Current shard count for the account: 3. Limit: 4.")
        .extracting("code")
        .isEqualTo("LimitExceededException");
  }

  @Test
  void equalCallsOnAVirtualClockGiveEqualStreams() {
    assertThat(virtualRun()).isEqualTo(virtualRun()).hasSizeGreaterThan(2_000);
  }

  private static List<String> virtualRun() {
    VirtualRate rate = new VirtualRate(START, 700);
    KinesisStreams run = new KinesisStreams(rate, rate, KinesisSettings.defaults(), Journal.none());
    run.createStream(STREAM, 4);
    for (int call = 0; call < 20; call++) {
      int from = call * 100;
      run.put(
          STREAM,
          IntStream.range(from, from + 100).mapToObj(i -> entry("pump-" + i)).toList(),
          Optional.empty());
      if (call == 10) {
        run.splitShard(STREAM, "shardId-0", BigInteger.TEN.pow(30));
      }
    }
    return StreamFixture.dump(run, STREAM);
  }
}
