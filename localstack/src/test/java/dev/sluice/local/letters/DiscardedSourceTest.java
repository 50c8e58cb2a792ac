package dev.sluice.local.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.packed.Packer;
import dev.sluice.local.mapping.Batch;
import dev.sluice.local.mapping.Condition;
import dev.sluice.local.mapping.DiscardedBatch;
import dev.sluice.local.mapping.MappingIdentity;
import dev.sluice.local.mapping.ShardRecord;
import dev.sluice.memory.MemoryIds;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;

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
  void recordWithATimeThatIsNoneIsNamedAndTheOthersGoOn() throws IOException {
    String stamp = "\\\"approximateArrivalTimestamp\\\":";
    String json = batch(ARRIVED).payloadJson();
    SomeLetters.write(
        root,
        "far",
        json.replaceFirst(
            Pattern.quote(stamp) + "[0-9.]+", Matcher.quoteReplacement(stamp + "1e30")));
    Letters far = source().read("far");
    assertThat(far.broken().toString())
        .contains("far record 1: SLUICE-L02 '1.0E30' is no time of arrival in seconds");
    assertThat(far.letters()).extracting(Letter::position).containsExactly("50");
  }

  @Test
  void fileThatIsTooLargeForALetterIsNamed() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(root.resolve("large").toFile(), "rw")) {
      file.setLength(ObjectStore.MAX_OBJECT_BYTES + 1L);
    }
    assertThat(source().read("large").broken().toString())
        .contains("SLUICE-L02 large has 268435457 bytes; whole objects end at 268435456");
    Path rows = root.resolve("dead-letter/s-1000.csv/part-00000");
    Files.createDirectories(rows.getParent());
    Files.move(root.resolve("large"), rows);
    RowSource source = new RowSource(new LetterDirectory(root, new MemoryIds()));
    assertThat(source.names()).hasSize(1);
    assertThat(source.read(source.names().get(0)).broken().toString())
        .contains("SLUICE-L01", "has 268435457 bytes");
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

  private static DiscardedBatch batch(byte[] packed) {
    ByteBuffer data = ByteBuffer.wrap(packed);
    DiscardedBatch batch = batch(ARRIVED);
    return new DiscardedBatch(
        batch.identity(),
        batch.condition(),
        new Batch("shardId-1", List.of(new ShardRecord("49", "a", data, ARRIVED))),
        3,
        true,
        ARRIVED);
  }

  /** A stream whose one shard owns the lower half of all hash keys, while it is listed. */
  private record LowerHalf(boolean listed) implements ShardRecords {
    @Override
    public Found read(String stream, String shard, Position from, Position to) {
      throw new IllegalStateException("the object has all records");
    }

    @Override
    public Optional<HashRange> hashKeys(String stream, String shard) {
      assertThat(stream + "/" + shard).isEqualTo("sensors/shardId-1");
      return listed ? Optional.of(HashRange.even(2).get(0)) : Optional.empty();
    }
  }

  private List<Letter> aggregate(boolean listed, byte[] packed) throws IOException {
    SomeLetters.write(root, "one", batch(packed).payloadJson());
    DiscardedSource source =
        new DiscardedSource(
            new LetterDirectory(root, new MemoryIds()), "", Optional.of(new LowerHalf(listed)));
    Letters letters = source.read("one");
    assertThat(letters.broken()).isEmpty();
    return letters.letters();
  }

  @Test
  void recordsOfAnAggregateAreLettersWithKeysAndIdsOfTheirOwn() throws IOException {
    BigInteger upper = HashRange.even(2).get(1).from();
    byte[] packed =
        new Packer(1)
            .pack(
                List.of(
                    new Packer.Input("pump 1", BigInteger.TEN, new byte[] {1}),
                    new Packer.Input("pump 2", upper, new byte[] {2}),
                    new Packer.Input("pump 3", null, new byte[] {3})));
    List<Letter> letters = aggregate(true, packed);
    assertThat(letters)
        .extracting(Letter::id)
        .containsExactly(
            "sensors/shardId-1/49.0", "sensors/shardId-1/49.1", "sensors/shardId-1/49.2");
    assertThat(letters)
        .extracting(each -> each.partitionKey().orElseThrow())
        .containsExactly("pump 1", "pump 2", "pump 3");
    assertThat(letters)
        .extracting(each -> each.hashKey().orElseThrow())
        .containsExactly(BigInteger.TEN, upper, HashRange.hash("pump 3"));
    assertThat(letters)
        .extracting(each -> each.data()[0])
        .containsExactly((byte) 1, (byte) 2, (byte) 3);
    assertThat(letters.get(1).isSentByProducer()).as("its shard does not own it").isTrue();
    assertThat(letters.get(1).errorKind()).isEqualTo("SLUICE-D02");
    assertThat(letters.get(0).isSentByProducer()).isFalse();
    assertThat(letters.get(0).error()).isEqualTo("RetryAttemptsExhausted");
    assertThat(aggregate(false, packed)).noneMatch(Letter::isSentByProducer);
  }

  @Test
  void objectWhoseStreamCannotBeAskedIsNamedAndTheRestIsRead() throws IOException {
    byte[] packed = new Packer(1).pack(List.of(new Packer.Input("pump 1", null, BYTES)));
    SomeLetters.write(root, "aggregate", batch(packed).payloadJson());
    SomeLetters.write(root, "metadata", batch(ARRIVED).metadataJson());
    SomeLetters.write(root, "plain", batch(ARRIVED).payloadJson());
    DiscardedSource source =
        new DiscardedSource(
            new LetterDirectory(root, new MemoryIds()), "", Optional.of(new Silent()));
    for (String name : List.of("aggregate", "metadata")) {
      Letters none = source.read(name);
      assertThat(none.letters()).as("not known to be no foreign ones").isEmpty();
      assertThat(none.broken())
          .singleElement()
          .asString()
          .contains(name + ": SLUICE-L02", "cannot be asked", "AccessDenied");
    }
    assertThat(source.read("plain").letters()).hasSize(2);
    assertThat(source.read("plain").broken()).isEmpty();
  }

  private static final class Silent implements ShardRecords {
    @Override
    public Found read(String stream, String shard, Position from, Position to) {
      throw SdkException.create("AccessDenied", null);
    }

    @Override
    public Optional<HashRange> hashKeys(String stream, String shard) {
      throw SdkException.create("AccessDenied", null);
    }
  }

  @Test
  void aggregateThatIsDamagedIsOneLetter() throws IOException {
    byte[] damaged = Packer.seal(new byte[] {9, 9});
    assertThat(aggregate(true, damaged))
        .singleElement()
        .satisfies(each -> assertThat(each.data()).isEqualTo(damaged));
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
