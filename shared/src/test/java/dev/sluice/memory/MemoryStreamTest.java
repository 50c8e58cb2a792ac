package dev.sluice.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceContract;
import dev.sluice.ports.StoreRefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStreamTest extends SourceContract {
  private static final String SHARD = "shardId-000000000000";

  @Override
  protected Stream emptyStream(int shardCount) {
    MemoryStream stream = new MemoryStream("sensors", shardCount);
    return new Stream() {
      @Override
      public Source source() {
        return stream;
      }

      @Override
      public String name() {
        return stream.name();
      }

      @Override
      public String put(String shardId, byte[] data) {
        return stream.putTo(shardId, "key", data, 1_000).sequence();
      }

      @Override
      public void split(String shardId) {
        stream.split(shardId);
      }

      @Override
      public void merge(String shardId, String adjacentShardId) {
        stream.merge(shardId, adjacentShardId);
      }
    };
  }

  @Test
  void recordsGoWhereKinesisWouldPutThem() {
    // MD5 of "a" begins with 0cc1, of "b" with 92eb, of "c" with 4a8a, of "d" with 8277.
    MemoryStream stream = new MemoryStream("sensors", 4);
    assertThat(placed(stream, "a")).isEqualTo("shardId-000000000000");
    assertThat(placed(stream, "b")).isEqualTo("shardId-000000000002");
    assertThat(placed(stream, "c")).isEqualTo("shardId-000000000001");
    assertThat(placed(stream, "d")).isEqualTo("shardId-000000000002");
    stream.split("shardId-000000000002", new java.math.BigInteger("90" + "0".repeat(30), 16));
    assertThat(placed(stream, "b")).isEqualTo("shardId-000000000005");
    assertThat(placed(stream, "d")).isEqualTo("shardId-000000000004");
    stream.merge("shardId-000000000001", "shardId-000000000004");
    assertThat(placed(stream, "c")).isEqualTo("shardId-000000000006");
    assertThat(placed(stream, "d")).isEqualTo("shardId-000000000006");
  }

  @Test
  void samePutsGiveTheSameStreamHoweverShardsInterleave() {
    MemoryStream one = new MemoryStream("sensors", 2);
    MemoryStream other = new MemoryStream("sensors", 2);
    String second = "shardId-000000000001";
    String a = one.putTo(SHARD, "k", new byte[1], 5).sequence();
    String b = one.putTo(second, "k", new byte[1], 6).sequence();
    assertThat(other.putTo(second, "k", new byte[1], 6).sequence()).isEqualTo(b);
    assertThat(other.putTo(SHARD, "k", new byte[1], 5).sequence()).isEqualTo(a);
    assertThat(List.of(a, b)).doesNotHaveDuplicates().allMatch(s -> s.matches("49[0-9]{54}"));
  }

  @Test
  void readGivesWhatLiesBehindAPositionInOrder() {
    MemoryStream stream = new MemoryStream("sensors", 1);
    for (int i = 0; i < 10; i++) {
      stream.putTo(SHARD, "k" + i, new byte[] {(byte) i}, 100 - i);
    }
    List<MemoryRecord> all = stream.read(SHARD, Position.START, 100);
    assertThat(all.stream().map(MemoryRecord::partitionKey))
        .containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9");
    assertThat(all.get(3).stampMillis()).isEqualTo(97);
    assertThat(all.get(3).data()).containsExactly(3);
    Position third = Position.of(all.get(2).sequence());
    assertThat(stream.read(SHARD, third, 2)).isEqualTo(all.subList(3, 5));
    assertThat(stream.read(SHARD, new Position(third.sequence(), 7), 2))
        .isEqualTo(all.subList(3, 5));
    assertThat(stream.read(SHARD, Position.of("1"), 1)).isEqualTo(all.subList(0, 1));
    assertThat(stream.read(SHARD, Position.of(all.get(9).sequence()), 2)).isEmpty();
  }

  @Test
  void lagIsNeverZeroWhileRecordsAreLeft() {
    MemoryStream stream = new MemoryStream("sensors", 1);
    stream.putTo(SHARD, "k", new byte[1], 1_000);
    stream.putTo(SHARD, "k", new byte[1], 900);
    assertThat(stream.probe("sensors", SHARD, Position.START).millisBehindLatest()).isEqualTo(1);
    stream.putTo(SHARD, "k", new byte[1], 1_500);
    assertThat(stream.probe("sensors", SHARD, Position.START).millisBehindLatest()).isEqualTo(500);
  }

  @Test
  void closedShardTakesNothingMore() {
    MemoryStream stream = new MemoryStream("sensors", 3);
    assertThat(stream.isClosed(SHARD)).isFalse();
    stream.split(SHARD);
    assertThat(stream.isClosed(SHARD)).isTrue();
    assertThatThrownBy(() -> stream.putTo(SHARD, "k", new byte[1], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> stream.split(SHARD)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> stream.merge("shardId-000000000003", "shardId-000000000002"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not adjacent");
  }

  @Test
  void addedShardGetsWhatIsPutByNameAndNothingElse() {
    MemoryStream stream = new MemoryStream("sensors", 1);
    String added = stream.grow().id();
    assertThat(stream.added()).containsExactly(added);
    assertThat(stream.shards("sensors").get(1).parents()).isEmpty();
    stream.split(SHARD);
    for (int i = 0; i < 50; i++) {
      assertThat(placed(stream, "k" + i)).isNotEqualTo(added);
    }
    stream.putTo(added, "k", new byte[1], 5);
    assertThat(stream.read(added, Position.START, 10)).hasSize(1);
  }

  @Test
  void sequenceNumbersGrowLongerWhereTheyMay() {
    MemoryStream stream = new MemoryStream("sensors", 1, 2);
    for (int i = 0; i < 70; i++) {
      stream.putTo(SHARD, "k" + i, new byte[] {(byte) i}, 0);
    }
    List<MemoryRecord> all = stream.read(SHARD, Position.START, 100);
    assertThat(all.get(0).sequence()).endsWith("0016").hasSize(22);
    assertThat(all.get(69).sequence()).endsWith("01120").hasSize(24);
    Position third = Position.of(all.get(2).sequence());
    assertThat(stream.read(SHARD, third, 100)).isEqualTo(all.subList(3, 70));
    assertThatThrownBy(() -> new MemoryStream("sensors", 1, 37))
        .hasMessageContaining("0 to 36 digits, not 37");
  }

  @Test
  void severalStreamsShareOnePort() {
    MemoryStream one = new MemoryStream("one", 1);
    MemoryStream two = new MemoryStream("two", 2);
    MemoryStreams both = new MemoryStreams(List.of(one, two));
    two.putTo(SHARD, "k", new byte[1], 0);
    assertThat(both.shards("one")).hasSize(1);
    assertThat(both.shards("two")).hasSize(2);
    assertThat(both.probe("one", SHARD, Position.START).empty()).isTrue();
    assertThat(both.probe("two", SHARD, Position.START).empty()).isFalse();
    assertThatThrownBy(() -> both.shards("three")).isInstanceOf(StoreRefusedException.class);
  }

  private static String placed(MemoryStream stream, String key) {
    return stream.put(key, new byte[1], 0).shardId();
  }

  @Test
  void shardThatLeavesIsListedNoMoreAndHasEndedWithALoss() {
    MemoryStream stream = new MemoryStream("sensors", 1);
    String first = stream.put("a", new byte[] {1}, 0).record().sequence();
    List<Source.Shard> children = stream.split(SHARD);
    stream.remove(SHARD);
    assertThat(stream.shards("sensors"))
        .extracting(Source.Shard::id)
        .containsExactlyElementsOf(children.stream().map(Source.Shard::id).toList());
    assertThat(stream.shards("sensors")).allMatch(each -> each.parents().isEmpty());
    assertThat(stream.probe("sensors", SHARD, Position.of(first)))
        .isEqualTo(Source.Probe.gone(children));
    assertThat(stream.missed("sensors", SHARD, Position.of(first), 1))
        .contains(new Source.Missed(List.of(), false, true));
    assertThat(stream.read(SHARD, Position.START, 10)).isEmpty();
    assertThat(stream.everyShard()).hasSize(3);
    assertThatThrownBy(() -> stream.remove(children.get(0).id()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is open");
  }
}
