package dev.sluice.local.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.mapping.Batch;
import dev.sluice.local.mapping.Condition;
import dev.sluice.local.mapping.DiscardedBatch;
import dev.sluice.local.mapping.MappingIdentity;
import dev.sluice.local.mapping.ShardRecord;
import dev.sluice.memory.MemoryIds;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscardedSourceTest {
  private static final Instant ARRIVED = Instant.parse("2026-03-10T09:00:00.123Z");
  private static final byte[] BYTES = {1, (byte) 0xFF};

  @TempDir Path root;

  private static DiscardedBatch batch(Instant when) {
    return new DiscardedBatch(
        MappingIdentity.of("arn:aws:kinesis:eu-central-1:1:stream/sensors", "transform"),
        Condition.RETRY_ATTEMPTS_EXHAUSTED,
        new Batch(
            "shardId-000000000001",
            List.of(
                new ShardRecord("49", "pump 1", ByteBuffer.wrap(BYTES), ARRIVED),
                new ShardRecord("50", "pump 2", ByteBuffer.wrap(new byte[0]), ARRIVED))),
        3,
        true,
        when);
  }

  private DiscardedSource source() {
    return new DiscardedSource(new LetterDirectory(root, new MemoryIds()), "", Optional.empty());
  }

  @Test
  void recordsOfABatchThatAMappingGaveUpAreLetters() throws IOException {
    DiscardedBatch batch = batch(ARRIVED.plusSeconds(9));
    String name = batch.objectKey("id");
    SomeLetters.write(root, name, batch.payloadJson());
    assertThat(source().names()).containsExactly(name);
    Letters letters = source().read(name);
    assertThat(letters.broken()).isEmpty();
    assertThat(letters.letters())
        .extracting(Letter::id)
        .containsExactly("sensors/shardId-000000000001/49", "sensors/shardId-000000000001/50");
    Letter first = letters.letters().get(0);
    assertThat(first.data()).isEqualTo(BYTES);
    assertThat(first.partitionKey()).contains("pump 1");
    assertThat(first.arrived()).contains(ARRIVED);
    assertThat(first.when()).isEqualTo(ARRIVED.plusSeconds(9));
    assertThat(first.error()).isEqualTo("RetryAttemptsExhausted");
    assertThat(first.obstacle()).isEmpty();
  }

  @Test
  void batchOfAConsumerWithEnhancedFanOutIsOfItsStream() throws IOException {
    String json = batch(ARRIVED).payloadJson();
    SomeLetters.write(
        root, "one", json.replace("stream/sensors\"", "stream/sensors/consumer/pumps:1\""));
    assertThat(source().read("one").letters())
        .extracting(Letter::source)
        .containsExactly("sensors", "sensors");
  }

  @Test
  void objectsThatHoldNoRecordsAreNamedWithTheReason() throws IOException {
    SomeLetters.write(root, "metadata", batch(ARRIVED).metadataJson());
    SomeLetters.write(root, "nonsense", "{nonsense");
    SomeLetters.write(root, "other", "{\"a\":1}");
    SomeLetters.write(
        root,
        "torn",
        batch(ARRIVED).payloadJson().replace("\\\"partitionKey\\\":\\\"pump 1\\\",", ""));
    assertThat(source().read("metadata").broken().toString()).contains("no payload", "S3");
    assertThat(source().read("nonsense").broken().toString()).contains("SLUICE-L02", "not JSON");
    assertThat(source().read("other").broken().toString()).contains("no 'streamArn'");
    Letters torn = source().read("torn");
    assertThat(torn.broken().toString()).contains("torn record 1", "no 'partitionKey'");
    assertThat(torn.letters()).extracting(Letter::position).containsExactly("50");
  }

  @Test
  void recordsOfAnObjectWithoutPayloadAreReadFromTheStreamAsFarAsItHasThem() throws IOException {
    SomeLetters.write(root, "metadata", batch(ARRIVED).metadataJson());
    List<PulledRecord> left = new ArrayList<>();
    for (String sequence : List.of("49", "50")) {
      left.add(new PulledRecord(Position.of(sequence), ARRIVED.toEpochMilli(), "k", BYTES));
    }
    DiscardedSource source =
        new DiscardedSource(
            new LetterDirectory(root, new MemoryIds()),
            "",
            Optional.of(
                (stream, shard, from, to) -> {
                  assertThat(List.of(stream, shard, from.sequence(), to.sequence()))
                      .containsExactly("sensors", "shardId-000000000001", "49", "50");
                  return new ShardRecords.Found(List.copyOf(left), true);
                }));
    Letters letters = source.read("metadata");
    assertThat(letters.broken()).isEmpty();
    assertThat(letters.letters())
        .extracting(Letter::id)
        .containsExactly("sensors/shardId-000000000001/49", "sensors/shardId-000000000001/50");
    assertThat(letters.letters().get(0).data()).isEqualTo(BYTES);
    assertThat(letters.letters().get(0).arrived()).contains(ARRIVED);

    left.remove(0);
    Letters half = source.read("metadata");
    assertThat(half.letters()).extracting(Letter::position).containsExactly("50");
    assertThat(half.broken().toString()).contains("1 of its 2 records are no longer in the stream");
  }

  @Test
  void objectsAreInTheOrderOfTimeWhateverTheirShard() throws IOException {
    SomeLetters.write(root, "aws/lambda/id/shard-1/2026/03/10/2026-03-10T09.00.02-u", "");
    SomeLetters.write(root, "aws/lambda/id/shard-2/2026/03/10/2026-03-10T09.00.01-u", "");
    SomeLetters.write(root, ".replayed/directory-00000000", "");
    assertThat(source().names())
        .containsExactly(
            "aws/lambda/id/shard-2/2026/03/10/2026-03-10T09.00.01-u",
            "aws/lambda/id/shard-1/2026/03/10/2026-03-10T09.00.02-u");
  }
}
