package dev.sluice.local.kinesis;

import static dev.sluice.local.kinesis.StreamFixture.START;
import static dev.sluice.local.kinesis.StreamFixture.STREAM;
import static dev.sluice.local.kinesis.StreamFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReshardingTest {

  private static final BigInteger LOWEST = BigInteger.ZERO;
  private static final BigInteger HIGHEST = HashRange.ALL.end();
  private static final BigInteger MIDDLE = HashRange.KEY_COUNT.shiftRight(1);

  private final StreamFixture fixture = StreamFixture.withShards(1);
  private final KinesisStreams streams = fixture.streams;

  @Test
  void aSplitShardTakesNoMoreAndItsChildrenGoOnAboveIt() {
    String before = fixture.putAt("old", HIGHEST).sequenceNumber();
    streams.splitShard(STREAM, "shardId-000000000000", MIDDLE);
    String low = fixture.putAt("low", MIDDLE.subtract(BigInteger.ONE)).sequenceNumber();
    fixture.putAt("high", MIDDLE);

    List<ShardInfo> shards = streams.shards(STREAM);
    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("old");
    assertThat(texts(fixture.read(1, IteratorStart.TRIM_HORIZON))).containsExactly("low");
    assertThat(texts(fixture.read(2, IteratorStart.TRIM_HORIZON))).containsExactly("high");
    assertThat(shards.get(1).parents()).containsExactly("shardId-000000000000");
    assertThat(List.of(before, end(shards.get(0)), shards.get(1).startingSequenceNumber(), low))
        .isSortedAccordingTo((a, b) -> new BigInteger(a).compareTo(new BigInteger(b)))
        .doesNotHaveDuplicates();
    assertThat(shards.get(1).endingSequenceNumber()).isEmpty();
  }

  private static String end(ShardInfo shard) {
    return shard.endingSequenceNumber().orElseThrow();
  }

  @Test
  void theEndOfAClosedShardNamesTheChildren() {
    fixture.put("a");
    fixture.put("b");
    String latest = fixture.iterator(0, IteratorStart.LATEST);
    String oldest = fixture.iterator(0, IteratorStart.TRIM_HORIZON);
    streams.splitShard(STREAM, "0", MIDDLE);

    ReadResult first = streams.read(oldest, 1);
    assertThat(first.nextIterator()).isPresent();
    assertThat(first.children()).isEmpty();
    ReadResult last = streams.read(first.nextIterator().orElseThrow(), 1);
    assertThat(texts(last)).containsExactly("b");
    assertThat(last.nextIterator()).isEmpty();
    assertThat(last.children())
        .containsExactly(
            new ReadResult.Child(
                "shardId-000000000001",
                List.of("shardId-000000000000"),
                new HashRange(LOWEST, MIDDLE.subtract(BigInteger.ONE))),
            new ReadResult.Child(
                "shardId-000000000002",
                List.of("shardId-000000000000"),
                new HashRange(MIDDLE, HIGHEST)));
    assertThat(streams.read(latest, 1).nextIterator()).isEmpty();
  }

  @Test
  void aMergedShardHasBothParents() {
    streams.splitShard(STREAM, "0", MIDDLE);
    fixture.putAt("low", LOWEST);
    streams.mergeShards(STREAM, "2", "1");
    fixture.putAt("whole", LOWEST);

    ShardInfo merged = streams.shards(STREAM).get(3);
    assertThat(merged.range()).isEqualTo(HashRange.ALL);
    assertThat(merged.parents()).containsExactly("shardId-000000000002", "shardId-000000000001");
    assertThat(texts(fixture.read(1, IteratorStart.TRIM_HORIZON))).containsExactly("low");
    assertThat(fixture.read(1, IteratorStart.TRIM_HORIZON).children())
        .singleElement()
        .satisfies(child -> assertThat(child.parents()).hasSize(2));
    assertThat(texts(fixture.read(3, IteratorStart.TRIM_HORIZON))).containsExactly("whole");
  }

  @Test
  void aSplitAtTheEdgeOfAShardIsRefused() {
    for (BigInteger edge : List.of(LOWEST, BigInteger.ONE, HIGHEST)) {
      assertThatThrownBy(() -> streams.splitShard(STREAM, "0", edge))
          .hasMessageContaining("NewStartingHashKey " + edge + " used in SplitShard()")
          .hasMessageContaining("is not both greater than one plus the shard's StartingHashKey 0");
    }
    streams.splitShard(STREAM, "0", BigInteger.TWO);
    assertThat(streams.shards(STREAM).get(1).range().end()).isEqualTo(BigInteger.ONE);
  }

  @Test
  void aClosedShardCanNotBeSplitAgain() {
    streams.splitShard(STREAM, "0", MIDDLE);

    assertThatThrownBy(() -> streams.splitShard(STREAM, "0", MIDDLE))
        .hasMessageContaining("has already been merged or split");
  }

  @Test
  void shardsApartCanNotBeMerged() {
    streams.createStream("three", 3);

    assertThatThrownBy(() -> streams.mergeShards("three", "0", "2"))
        .hasMessageContaining("are not an adjacent pair of shards eligible for merging");
    assertThatThrownBy(() -> streams.mergeShards("three", "0", "0"))
        .hasMessageContaining("are not an adjacent pair of shards eligible for merging");
  }

  @Test
  void anUpdatedCountLeavesEvenRanges() {
    streams.createStream("many", 4);
    for (int target : new int[] {6, 3, 5, 10, 7, 4}) {
      streams.updateShardCount("many", target);

      assertThat(openRanges("many")).isEqualTo(HashRange.even(target));
    }
  }

  @Test
  void noShardOfAnUpdateHasMoreThanTwoParentsOrChildren() {
    streams.createStream("many", 4);
    streams.updateShardCount("many", 7);
    List<ShardInfo> shards = streams.shards("many");

    assertThat(shards).allSatisfy(shard -> assertThat(shard.parents()).hasSizeLessThan(3));
    assertThat(shards)
        .allSatisfy(
            parent ->
                assertThat(shards.stream().filter(s -> s.parents().contains(parent.id())))
                    .hasSizeLessThan(3));
  }

  private List<HashRange> openRanges(String stream) {
    return streams
        .shards(
            stream, new ShardFilter(ShardFilter.Type.AT_LATEST, Optional.empty(), Optional.empty()))
        .stream()
        .map(ShardInfo::range)
        .sorted((a, b) -> a.start().compareTo(b.start()))
        .toList();
  }

  @Test
  void anUpdateBeyondHalfOrDoubleIsRefused() {
    streams.createStream("many", 4);

    assertThatThrownBy(() -> streams.updateShardCount("many", 9)).hasMessageContaining("double");
    assertThatThrownBy(() -> streams.updateShardCount("many", 1)).hasMessageContaining("half");
    assertThat(streams.updateShardCount("many", 8)).isEqualTo(new ShardCountUpdate(4, 8));
  }

  @Test
  void filtersChooseShardsByTheirLife() {
    fixture.clock.set(START + 1_000);
    streams.splitShard(STREAM, "0", MIDDLE);
    fixture.clock.set(START + 2_000);
    streams.splitShard(STREAM, "1", BigInteger.TEN);

    assertThat(filtered(ShardFilter.Type.FROM_TRIM_HORIZON, null)).containsExactly(0, 1, 2, 3, 4);
    assertThat(filtered(ShardFilter.Type.AT_TRIM_HORIZON, null)).containsExactly(0);
    assertThat(filtered(ShardFilter.Type.AT_LATEST, null)).containsExactly(2, 3, 4);
    assertThat(filtered(ShardFilter.Type.AT_TIMESTAMP, START + 1_500)).containsExactly(1, 2);
    assertThat(filtered(ShardFilter.Type.AT_TIMESTAMP, 0L)).containsExactly(0);
    assertThat(filtered(ShardFilter.Type.FROM_TIMESTAMP, START + 1_001))
        .containsExactly(1, 2, 3, 4);
    assertThat(
            streams.shards(
                STREAM,
                new ShardFilter(
                    ShardFilter.Type.AFTER_SHARD_ID,
                    Optional.of("shardId-000000000002"),
                    Optional.empty())))
        .hasSize(2);
  }

  private List<Integer> filtered(ShardFilter.Type type, Long timestamp) {
    return streams
        .shards(STREAM, new ShardFilter(type, Optional.empty(), Optional.ofNullable(timestamp)))
        .stream()
        .map(shard -> Integer.parseInt(shard.id().substring("shardId-".length())))
        .toList();
  }

  @Test
  void aFilterWithoutItsTimestampIsRefused() {
    assertThatThrownBy(() -> filtered(ShardFilter.Type.AT_TIMESTAMP, null))
        .hasMessageContaining("AT_TIMESTAMP takes a Timestamp");
  }
}
