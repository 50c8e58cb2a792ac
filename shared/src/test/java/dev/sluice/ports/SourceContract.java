package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.Source.Probe;
import dev.sluice.ports.Source.Shard;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Source} must do. */
public abstract class SourceContract {

  /** A stream under test and what a producer and an operator of it can do. */
  protected interface Stream {
    Source source();

    String name();

    /** Puts a record into an open shard and gives its sequence number. */
    String put(String shardId, byte[] data);

    /** Splits an open shard in the middle. */
    void split(String shardId);

    /** Merges two neighbours. */
    void merge(String shardId, String adjacentShardId);
  }

  /** A stream without records, ready for use. */
  protected abstract Stream emptyStream(int shardCount) throws Exception;

  @Test
  void newStreamListsItsShardsWithoutParents() throws Exception {
    Stream stream = emptyStream(3);
    List<Shard> shards = shards(stream);
    assertThat(shards).hasSize(3);
    assertThat(shards.stream().map(Shard::id)).doesNotHaveDuplicates().isSorted();
    assertThat(shards).allSatisfy(shard -> assertThat(shard.parents()).isEmpty());
  }

  @Test
  void emptyShardHasNothingBehindItsStart() throws Exception {
    Stream stream = emptyStream(2);
    for (Shard shard : shards(stream)) {
      assertThat(probe(stream, shard.id(), Position.START)).isEqualTo(idle());
    }
  }

  @Test
  void recordBehindThePositionIsSeenAndBeforeItIsNot() throws Exception {
    Stream stream = emptyStream(2);
    String shard = shards(stream).get(0).id();
    String first = stream.put(shard, new byte[] {1});
    assertThat(probe(stream, shard, Position.START).empty()).isFalse();
    assertThat(probe(stream, shard, Position.START).ended()).isFalse();
    assertThat(probe(stream, shard, Position.of(first))).isEqualTo(idle());

    String second = stream.put(shard, new byte[] {2});
    assertThat(probe(stream, shard, Position.of(first)).empty()).isFalse();
    assertThat(probe(stream, shard, Position.of(second))).isEqualTo(idle());
    assertThat(probe(stream, shards(stream).get(1).id(), Position.START)).isEqualTo(idle());
  }

  @Test
  void idleShardProbedManyTimesStillSeesTheNextRecord() throws Exception {
    Stream stream = emptyStream(1);
    String shard = shards(stream).get(0).id();
    Position after = Position.START;
    for (int i = 0; i < 5; i++) {
      assertThat(probe(stream, shard, after)).isEqualTo(idle());
      assertThat(probe(stream, shard, after)).isEqualTo(idle());
      String sequence = stream.put(shard, new byte[] {(byte) i});
      assertThat(probe(stream, shard, after).empty()).isFalse();
      assertThat(probe(stream, shard, after).empty()).isFalse();
      after = Position.of(sequence);
    }
    assertThat(probe(stream, shard, Position.START).empty()).isFalse();
  }

  @Test
  void sequenceNumbersGrowWithinAShard() throws Exception {
    Stream stream = emptyStream(1);
    String shard = shards(stream).get(0).id();
    Position last = Position.START;
    for (int i = 0; i < 20; i++) {
      Position next = Position.of(stream.put(shard, new byte[] {1}));
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }

  @Test
  void placeInsideAPackedRecordCountsAsTheWholeRecord() throws Exception {
    Stream stream = emptyStream(1);
    String shard = shards(stream).get(0).id();
    String packed = stream.put(shard, new byte[] {1});
    assertThat(probe(stream, shard, new Position(packed, 3))).isEqualTo(idle());
    stream.put(shard, new byte[] {2});
    assertThat(probe(stream, shard, new Position(packed, 3)).empty()).isFalse();
  }

  @Test
  void recordsBehindAPositionCanBeReadThoughSomebodyElseDeliversThem() throws Exception {
    Stream stream = emptyStream(2);
    String shard = shards(stream).get(0).id();
    String first = stream.put(shard, new byte[] {1});
    String second = stream.put(shard, new byte[] {2});
    String third = stream.put(shard, new byte[] {3});

    Source.Missed behind = missed(stream, shard, Position.of(first), 10);
    assertThat(behind.expired()).isFalse();
    assertThat(behind.records())
        .extracting(PulledRecord::position)
        .containsExactly(Position.of(second), Position.of(third));
    assertThat(behind.records().get(0).data()).containsExactly(2);
    assertThat(behind.records().get(0).key()).isNotEmpty();
    assertThat(missed(stream, shard, Position.of(first), 1).records()).hasSize(1);
    assertThat(missed(stream, shard, Position.of(third), 10).records()).isEmpty();
    assertThat(missed(stream, shard, new Position(second, 4), 10).records())
        .extracting(PulledRecord::position)
        .containsExactly(Position.of(second), Position.of(third));
  }

  @Test
  void splitShardEndsBehindItsLastRecordAndNamesItsChildren() throws Exception {
    Stream stream = emptyStream(2);
    String parent = shards(stream).get(0).id();
    String first = stream.put(parent, new byte[] {1});
    String last = stream.put(parent, new byte[] {2});
    stream.split(parent);

    assertThat(probe(stream, parent, Position.START).ended()).isFalse();
    assertThat(probe(stream, parent, Position.of(first)).ended()).isFalse();
    assertThat(probe(stream, parent, Position.of(first)).empty()).isFalse();
    Probe end = probe(stream, parent, Position.of(last));
    assertThat(end.empty()).isTrue();
    assertThat(end.millisBehindLatest()).isZero();
    assertThat(end.ended()).isTrue();
    List<Shard> children =
        shards(stream).stream().filter(s -> s.parents().equals(List.of(parent))).toList();
    assertThat(children).hasSize(2);
    assertThat(end.children()).containsExactlyInAnyOrderElementsOf(children);
    assertThat(probe(stream, parent, Position.of(last))).isEqualTo(end);
  }

  @Test
  void shardClosedWhileIdleIsSeenToEnd() throws Exception {
    Stream stream = emptyStream(1);
    String parent = shards(stream).get(0).id();
    String last = stream.put(parent, new byte[] {1});
    assertThat(probe(stream, parent, Position.of(last))).isEqualTo(idle());
    stream.split(parent);
    assertThat(probe(stream, parent, Position.of(last)).ended()).isTrue();
    assertThat(probe(stream, parent, Position.of(last)).children()).hasSize(2);
  }

  @Test
  void shardClosedWithoutARecordEndsAtItsStart() throws Exception {
    Stream stream = emptyStream(1);
    String parent = shards(stream).get(0).id();
    stream.split(parent);
    Probe end = probe(stream, parent, Position.START);
    assertThat(end.ended()).isTrue();
    assertThat(end.children()).hasSize(2);
  }

  @Test
  void mergedShardsBothNameOneChildWithBothParents() throws Exception {
    Stream stream = emptyStream(2);
    String one = shards(stream).get(0).id();
    String other = shards(stream).get(1).id();
    String last = stream.put(one, new byte[] {1});
    stream.merge(one, other);

    List<Shard> children = shards(stream).stream().filter(s -> !s.parents().isEmpty()).toList();
    assertThat(children).hasSize(1);
    assertThat(children.get(0).parents()).containsExactlyInAnyOrder(one, other);
    for (Probe end :
        List.of(probe(stream, one, Position.of(last)), probe(stream, other, Position.START))) {
      assertThat(end.ended()).isTrue();
      assertThat(end.children()).hasSize(1);
      assertThat(end.children().get(0).id()).isEqualTo(children.get(0).id());
      assertThat(end.children().get(0).parents()).containsExactlyInAnyOrder(one, other);
    }
  }

  @Test
  void childrenTakeRecordsAndCanBeSplitThemselves() throws Exception {
    Stream stream = emptyStream(1);
    String parent = shards(stream).get(0).id();
    String before = stream.put(parent, new byte[] {1});
    stream.split(parent);
    String child = shards(stream).get(1).id();
    String after = stream.put(child, new byte[] {2});
    assertThat(Position.of(after)).isGreaterThan(Position.of(before));
    assertThat(probe(stream, child, Position.START).empty()).isFalse();
    stream.split(child);
    assertThat(probe(stream, child, Position.of(after)).children()).hasSize(2);
    assertThat(shards(stream)).hasSize(5);
  }

  @Test
  void openShardsOwnAllHashKeysOnceAndAClosedOneThoseThatItHad() throws Exception {
    Stream stream = emptyStream(3);
    List<HashRange> ranges = owned(stream, shards(stream));
    assertThat(ranges.get(0).from()).isZero();
    for (int i = 1; i < 3; i++) {
      assertThat(ranges.get(i).from()).isEqualTo(ranges.get(i - 1).to());
    }
    assertThat(ranges.get(2).to()).isEqualTo(HashRange.ALL.to());

    String parent = shards(stream).get(1).id();
    stream.put(parent, new byte[] {1});
    stream.split(parent);
    List<Shard> all = shards(stream);
    assertThat(owned(stream, all.subList(0, 3))).isEqualTo(ranges);
    HashRange first = owned(stream, all).get(3);
    HashRange second = owned(stream, all).get(4);
    assertThat(List.of(first.from(), first.to(), second.to()))
        .containsExactly(ranges.get(1).from(), second.from(), ranges.get(1).to());
  }

  private static List<HashRange> owned(Stream stream, List<Shard> shards) {
    return shards.stream().map(each -> stream.source().hashKeys(stream.name(), each.id())).toList();
  }

  @Test
  void unknownStreamAndUnknownShardAreRefusedByName() throws Exception {
    Stream stream = emptyStream(1);
    assertThatThrownBy(() -> stream.source().shards("no-such-stream"))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("no-such-stream");
    assertThatThrownBy(
            () -> stream.source().probe("no-such-stream", "shardId-000000000000", Position.START))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("no-such-stream");
    assertThatThrownBy(() -> stream.source().hashKeys(stream.name(), "shardId-000000000099"))
        .hasMessageContaining("shardId-000000000099");
    assertThatThrownBy(() -> probe(stream, "shardId-000000000099", Position.START))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("shardId-000000000099");
  }

  private static Source.Missed missed(Stream stream, String shardId, Position after, int most) {
    return stream.source().missed(stream.name(), shardId, after, most).orElseThrow();
  }

  private static Probe idle() {
    return new Probe(true, 0, false, List.of());
  }

  private static List<Shard> shards(Stream stream) {
    return stream.source().shards(stream.name());
  }

  private static Probe probe(Stream stream, String shardId, Position after) {
    return stream.source().probe(stream.name(), shardId, after);
  }
}
