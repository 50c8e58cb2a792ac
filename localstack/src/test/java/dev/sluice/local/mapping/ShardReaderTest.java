package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.Source.Shard;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardReaderTest {

  private final FakeKinesis kinesis = new FakeKinesis(true).shard("a");

  private ShardReader reader(StartingPosition start, String after) {
    return new ShardReader(kinesis, "sensors", "a", start, after);
  }

  private static List<String> numbers(ShardReader.Result result) {
    return result.records().stream().map(ShardRecord::sequenceNumber).toList();
  }

  @Test
  void anExpiredIteratorIsRenewedBehindTheLastRecordThatWasRead() {
    kinesis.put("a", 1, 5);
    ShardReader reader = reader(new StartingPosition.TrimHorizon(), null);
    assertThat(numbers(reader.read(3))).containsExactly("1", "2", "3");
    kinesis.expireIterators();
    assertThat(numbers(reader.read(3))).containsExactly("4", "5");
    assertThat(kinesis.iteratorsAsked()).containsExactly("TRIM_HORIZON", "AFTER_SEQUENCE_NUMBER 3");
  }

  @Test
  void anIteratorThatExpiredBeforeAnyRecordStartsWhereTheMappingStarts() {
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    ShardReader reader = reader(new StartingPosition.AtTimestamp(start), null);
    assertThat(numbers(reader.read(3))).isEmpty();
    kinesis.expireIterators();
    kinesis.put("a", 1, 1);
    assertThat(numbers(reader.read(3))).containsExactly("1");
    assertThat(kinesis.iteratorsAsked())
        .containsExactly("AT_TIMESTAMP " + start, "AT_TIMESTAMP " + start);
  }

  @Test
  void aCheckpointGoesBeforeTheStartingPosition() {
    kinesis.put("a", 1, 3);
    ShardReader reader = reader(new StartingPosition.TrimHorizon(), "2");
    assertThat(numbers(reader.read(10))).containsExactly("3");
  }

  @Test
  void theEndOfAShardNamesItsChildren() {
    kinesis.put("a", 1, 3);
    ShardReader reader = reader(new StartingPosition.TrimHorizon(), null);
    assertThat(reader.read(2).ended()).isFalse();
    kinesis.shard("b", "a").shard("c", "a");
    ShardReader.Result last = reader.read(2);
    assertThat(last.ended()).isTrue();
    assertThat(numbers(last)).containsExactly("3");
    assertThat(last.children())
        .containsExactly(new Shard("b", List.of("a")), new Shard("c", List.of("a")));
  }

  @Test
  void recordsComeAsTheyAre() {
    kinesis.put("a", 7, 7);
    ShardReader.Result result = reader(new StartingPosition.TrimHorizon(), null).read(1);
    assertThat(result.records())
        .containsExactly(
            new ShardRecord(
                "7",
                "key",
                java.nio.ByteBuffer.wrap("record 7".getBytes()),
                Instant.ofEpochMilli(7)));
    assertThat(result.millisBehindLatest()).isZero();
  }
}
