package dev.sluice.local.kinesis.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.local.Endpoint;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What every Kinesis endpoint must do for the SDK's client. */
abstract class KinesisContract {
  private static final int MIB = 1 << 20;

  final String stream = Endpoint.newName();

  abstract Kinesis kinesis();

  @BeforeEach
  void createStream() {
    kinesis().create(stream, 2);
  }

  @AfterEach
  void deleteStream() {
    kinesis().client.deleteStream(delete -> delete.streamName(stream));
  }

  @Test
  void recordComesBackWithEveryByteItsKeyAndItsStamp() {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    Instant before = Instant.now().minusMillis(1);
    String sequence = kinesis().put(stream, "key-\u00e4-\uD83D\uDE00", every).sequenceNumber();
    Instant after = Instant.now();
    Record record = everything().get(0);
    assertThat(record.data().asByteArray()).isEqualTo(every);
    assertThat(record.partitionKey()).isEqualTo("key-\u00e4-\uD83D\uDE00");
    assertThat(record.sequenceNumber()).isEqualTo(sequence);
    assertThat(record.approximateArrivalTimestamp()).isBetween(before, after);
  }

  @Test
  void recordsOfAShardComeInTheOrderOfTheirNumbers() {
    Shard shard = kinesis().shards(stream).get(1);
    List<String> numbers =
        List.of(
            kinesis().putInto(stream, shard, 1),
            kinesis().putInto(stream, shard, 2),
            kinesis().putInto(stream, shard, 3));
    assertThat(numbers.stream().map(BigInteger::new)).isSorted().doesNotHaveDuplicates();
    GetRecordsResponse read = kinesis().readAll(stream, shard.shardId());
    assertThat(read.records().stream().map(Record::sequenceNumber)).isEqualTo(numbers);
    assertThat(read.millisBehindLatest()).isZero();
    assertThat(kinesis().read(read.nextShardIterator()).records()).isEmpty();
  }

  @Test
  void manyPutAtOnceAreAnsweredInTheirPlaces() {
    List<Shard> shards = kinesis().shards(stream);
    List<PutRecordsRequestEntry> entries =
        List.of(entry(shards.get(1), "a"), entry(shards.get(0), "b"), entry(shards.get(1), "c"));
    PutRecordsResponse put =
        kinesis().client.putRecords(request -> request.streamName(stream).records(entries));
    assertThat(put.failedRecordCount()).isZero();
    assertThat(put.records().stream().map(PutRecordsResultEntry::shardId))
        .containsExactly(shards.get(1).shardId(), shards.get(0).shardId(), shards.get(1).shardId());
    assertThat(kinesis().readAll(stream, shards.get(1).shardId()).records())
        .extracting(record -> record.data().asUtf8String(), Record::sequenceNumber)
        .containsExactly(
            tuple("a", put.records().get(0).sequenceNumber()),
            tuple("c", put.records().get(2).sequenceNumber()));
  }

  @Test
  void iteratorsBeginWhereTheySay() {
    Shard shard = kinesis().shards(stream).get(0);
    String latest = kinesis().iterator(stream, shard.shardId(), ShardIteratorType.LATEST);
    String first = kinesis().putInto(stream, shard, 1);
    kinesis().putInto(stream, shard, 2);
    assertThat(values(kinesis().read(latest))).containsExactly(1, 2);
    assertThat(values(from(shard, ShardIteratorType.AT_SEQUENCE_NUMBER, first)))
        .containsExactly(1, 2);
    assertThat(values(from(shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, first)))
        .containsExactly(2);
    GetRecordsResponse all = kinesis().readAll(stream, shard.shardId());
    Instant stamp = all.records().get(0).approximateArrivalTimestamp();
    assertThat(values(at(shard, stamp))).containsExactly(1, 2);
    assertThat(values(at(shard, Instant.parse("2020-01-01T00:00:00Z")))).containsExactly(1, 2);
  }

  @Test
  void readEndsAtItsLimitAndGoesOnThere() {
    Shard shard = kinesis().shards(stream).get(0);
    for (int i = 0; i < 5; i++) {
      kinesis().putInto(stream, shard, i);
    }
    String start = kinesis().iterator(stream, shard.shardId(), ShardIteratorType.TRIM_HORIZON);
    GetRecordsResponse page = kinesis().client.getRecords(get -> get.shardIterator(start).limit(3));
    assertThat(values(page)).containsExactly(0, 1, 2);
    assertThat(values(kinesis().read(page.nextShardIterator()))).containsExactly(3, 4);
    assertThat(values(kinesis().read(start))).as("an iterator may be used again").hasSize(5);
  }

  @Test
  void splitShardEndsAndNamesItsChildren() {
    Shard parent = kinesis().shards(stream).get(0);
    kinesis().putInto(stream, parent, 7);
    kinesis().split(stream, parent);
    List<Shard> shards = kinesis().shards(stream);
    List<String> children =
        shards.stream()
            .filter(shard -> parent.shardId().equals(shard.parentShardId()))
            .map(Shard::shardId)
            .toList();
    assertThat(shards).hasSize(4);
    assertThat(children).hasSize(2);
    assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isNotNull();
    assertThat(shards.get(1).sequenceNumberRange().endingSequenceNumber()).isNull();

    GetRecordsResponse end = kinesis().readAll(stream, parent.shardId());
    assertThat(values(end)).containsExactly(7);
    if (end.nextShardIterator() != null) {
      end = kinesis().read(end.nextShardIterator());
    }
    assertThat(end.nextShardIterator()).isNull();
    assertThat(end.childShards().stream().map(ChildShard::shardId))
        .containsExactlyInAnyOrderElementsOf(children);
    assertThat(end.childShards())
        .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(parent.shardId()));
  }

  @Test
  void mergedShardsHaveOneChildWithBothParents() {
    List<Shard> before = kinesis().shards(stream);
    kinesis()
        .client
        .mergeShards(
            merge ->
                merge
                    .streamName(stream)
                    .shardToMerge(before.get(0).shardId())
                    .adjacentShardToMerge(before.get(1).shardId()));
    kinesis().awaitActive(stream);
    Shard child = kinesis().shards(stream).get(2);
    assertThat(List.of(child.parentShardId(), child.adjacentParentShardId()))
        .containsExactlyInAnyOrder(before.get(0).shardId(), before.get(1).shardId());
    assertThat(child.hashKeyRange().startingHashKey())
        .isEqualTo(before.get(0).hashKeyRange().startingHashKey());
    assertThat(child.hashKeyRange().endingHashKey())
        .isEqualTo(before.get(1).hashKeyRange().endingHashKey());
    assertThat(kinesis().put(stream, "anything", new byte[1]).shardId()).isEqualTo(child.shardId());
  }

  @Test
  void recordOfOneMebibyteIsTakenAndALargerOneIsRefused() {
    byte[] largest = new byte[MIB - 1];
    largest[MIB - 2] = 9;
    kinesis().put(stream, "k", largest);
    assertThat(everything().get(0).data().asByteArray()).isEqualTo(largest);
    assertThatThrownBy(() -> kinesis().put(stream, "k", new byte[MIB + 1]))
        .isInstanceOfSatisfying(
            KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    assertThat(everything()).hasSize(1);
  }

  @Test
  void streamAndShardThatAreNotThereAreNotFound() {
    assertThatThrownBy(() -> kinesis().put("no-such-stream", "k", new byte[1]))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("no-such-stream");
    assertThatThrownBy(() -> kinesis().readAll(stream, "shardId-000000000099"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void nameThatIsTakenIsInUse() {
    assertThatThrownBy(() -> kinesis().create(stream, 2))
        .isInstanceOf(ResourceInUseException.class);
  }

  @Test
  void splitAtTheEdgeOfAShardIsRefused() {
    Shard upper = kinesis().shards(stream).get(1);
    assertRefused(
        "InvalidArgumentException",
        () ->
            kinesis()
                .client
                .splitShard(
                    split ->
                        split
                            .streamName(stream)
                            .shardToSplit(upper.shardId())
                            .newStartingHashKey("0")));
  }

  static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KinesisException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).isNotBlank();
              assertThat(e.statusCode()).isEqualTo(400);
            });
  }

  private List<Record> everything() {
    return kinesis().shards(stream).stream()
        .flatMap(shard -> kinesis().readAll(stream, shard.shardId()).records().stream())
        .toList();
  }

  private GetRecordsResponse from(Shard shard, ShardIteratorType type, String sequence) {
    return kinesis()
        .read(
            kinesis()
                .client
                .getShardIterator(
                    get ->
                        get.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(type)
                            .startingSequenceNumber(sequence))
                .shardIterator());
  }

  private GetRecordsResponse at(Shard shard, Instant stamp) {
    return kinesis()
        .read(
            kinesis()
                .client
                .getShardIterator(
                    get ->
                        get.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                            .timestamp(stamp))
                .shardIterator());
  }

  private static List<Integer> values(GetRecordsResponse read) {
    return read.records().stream().map(r -> (int) r.data().asByteArray()[0]).toList();
  }

  private static PutRecordsRequestEntry entry(Shard shard, String data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey("k")
        .explicitHashKey(shard.hashKeyRange().startingHashKey())
        .data(SdkBytes.fromString(data, StandardCharsets.UTF_8))
        .build();
  }
}
