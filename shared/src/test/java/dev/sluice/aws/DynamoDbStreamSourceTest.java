package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.change.ChangeFormat;
import dev.sluice.memory.MemoryClock;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.SequenceNumberRange;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Against answers that are written down here: embedded streams have no empty reads and no end. */
class DynamoDbStreamSourceTest {
  private static final Duration ALLOWANCE = Duration.ofSeconds(30);
  private static final Pulled IDLE = Pulled.idleUntil(70_000);

  private final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(100_900));
  private final List<Shard> shards = new ArrayList<>(List.of(shard("shardId-1", null, "0001")));
  private final Deque<Object> reads = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Shard> shardsAnew = new ArrayList<>();
  private final List<String> streamsAsked = new ArrayList<>();
  private String arn = "arn:stream";
  private int described;
  private final DynamoDbStreamSource source = source(false);

  private DynamoDbStreamSource source(boolean awaits) {
    DynamoDbStreamSource.Settings settings =
        new DynamoDbStreamSource.Settings(ALLOWANCE, Duration.ofSeconds(1), awaits);
    return new DynamoDbStreamSource(new Tables(), new Streams(), clock, settings, Metrics.NONE);
  }

  private static Shard shard(String id, String parent, String first) {
    return Shard.builder()
        .shardId(id)
        .parentShardId(parent)
        .sequenceNumberRange(SequenceNumberRange.builder().startingSequenceNumber(first).build())
        .build();
  }

  private static Record record(String sequence) {
    return Record.builder()
        .eventName(OperationType.INSERT)
        .dynamodb(
            StreamRecord.builder()
                .sequenceNumber(sequence)
                .approximateCreationDateTime(Instant.ofEpochSecond(99))
                .keys(Map.of("id", AttributeValue.fromN("7")))
                .newImage(
                    Map.of("id", AttributeValue.fromN("7"), "x", AttributeValue.fromNul(true)))
                .build())
        .build();
  }

  private static GetRecordsResponse read(String next, Record... records) {
    return GetRecordsResponse.builder().records(records).nextShardIterator(next).build();
  }

  private Pulled pull(Position after) {
    return source.pull("orders", "shardId-1", after, 10_000).orElseThrow();
  }

  @Test
  void recordsAreChangesWithTheirSecondAsStamp() {
    reads.add(read("i1", record("0003"), record("0012")));
    List<PulledRecord> records = ((Pulled.Some) pull(Position.START)).records();
    assertThat(records).extracting(each -> each.position().sequence()).containsExactly("3", "12");
    assertThat(records).extracting(PulledRecord::stampMillis).containsOnly(99_000L);
    assertThat(records).extracting(PulledRecord::key).containsOnly("{\"id\":{\"N\":\"7\"}}");
    assertThat(ChangeFormat.decode(records.get(0).data()).after().orElseThrow())
        .containsEntry("x", null)
        .hasSize(2);
    assertThat(asked).containsExactly("TRIM_HORIZON null", "read TRIM_HORIZON null 1000");
  }

  @Test
  void readGoesOnFromWhereTheLastOneEndedAndElseFromTheNumberAsTheStreamWritesIt() {
    reads.add(read("i1", record("0003")));
    reads.add(read("i2", record("0012")));
    reads.add(read("i3", record("0012")));
    pull(Position.START);
    pull(Position.of("3"));
    asked.clear();
    pull(Position.of("3"));
    assertThat(asked)
        .containsExactly("AFTER_SEQUENCE_NUMBER 0003", "read AFTER_SEQUENCE_NUMBER 0003 1000");
  }

  @Test
  void emptyReadsInARowAreNeededForIdleness() {
    reads.add(read("i1"));
    reads.add(read("i2"));
    reads.add(read("i3", record("0003")));
    assertThat(pull(Position.START)).isInstanceOf(Pulled.Some.class);
    reads.add(read("i4"));
    reads.add(read("i5"));
    reads.add(read("i6"));
    assertThat(pull(Position.of("3"))).isEqualTo(IDLE);
    assertThat(reads).isEmpty();
  }

  @Test
  void shardThatWasIdleIsAskedOnce() {
    reads.addAll(List.of(read("i1"), read("i2"), read("i3")));
    assertThat(pull(Position.START)).isEqualTo(IDLE);
    reads.add(read("i4"));
    clock.set(Instant.ofEpochMilli(105_100));
    assertThat(pull(Position.START)).isEqualTo(Pulled.idleUntil(75_000));
    assertThat(asked).endsWith("read i3 1000");
  }

  @Test
  void iteratorThatExpiredIsReplaced() {
    reads.addAll(List.of(read("i1"), read("i2"), read("i3")));
    pull(Position.START);
    reads.add(ExpiredIteratorException.builder().message("expired").build());
    reads.addAll(List.of(read("j1"), read("j2"), read("j3")));
    assertThat(pull(Position.START)).isEqualTo(IDLE);
    assertThat(asked).endsWith("read TRIM_HORIZON null 1000", "read j1 1000", "read j2 1000");
  }

  @Test
  void shardThatIsClosedEndsAndNamesThoseThatFollow() {
    shards.add(shard("shardId-2", "shardId-1", "0050"));
    reads.add(read(null, record("0003")));
    assertThat(pull(Position.START)).isInstanceOf(Pulled.Some.class);
    reads.add(read(null));
    assertThat(pull(Position.of("3")))
        .isEqualTo(Pulled.ended(List.of(new Source.Shard("shardId-2", List.of("shardId-1")))));
  }

  @Test
  void shardWithoutChildrenIsAskedAgainUntilItsTableHasAnotherStreamThatGoesOn() {
    assertThat(source.shards("orders")).hasSize(1);
    reads.add(read(null)); // the stream was disabled
    assertThatThrownBy(() -> pull(Position.of("3")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("SLUICE-E30")
        .hasMessageContaining("ended without children")
        .hasMessageContaining("lists it");
    arn = "arn:anew";
    shardsAnew.add(shard("shardId-7", null, "0070"));
    shardsAnew.add(shard("shardId-8", null, "0080"));
    List<Source.Shard> first = List.of(new Source.Shard("shardId-7", List.of("shardId-1")));
    reads.add(read(null));
    assertThat(pull(Position.of("3"))).isEqualTo(new Pulled.Ended(first, true));
    reads.add(read(null));
    assertThat(source.probe("orders", "shardId-1", Position.of("3")))
        .isEqualTo(Source.Probe.gone(first));
  }

  @Test
  void shardWhoseChildIsListedAMomentLaterIsNotSealedWithoutIt() {
    reads.add(read(null));
    assertThatThrownBy(() -> pull(Position.of("3"))).hasMessageContaining("SLUICE-E30");
    shards.add(shard("shardId-2", "shardId-1", "0050"));
    reads.add(read(null));
    assertThat(pull(Position.of("3")))
        .isEqualTo(Pulled.ended(List.of(new Source.Shard("shardId-2", List.of("shardId-1")))));
  }

  @Test
  void streamThatWasMadeAnewIsFoundAtOnceAndTheOldOneIsReadToItsEnd() {
    shards.add(shard("shardId-2", "shardId-1", "0050"));
    assertThat(source.shards("orders")).hasSize(2);
    arn = "arn:anew";
    shardsAnew.add(shard("shardId-7", null, "0070"));
    described = 0;
    assertThat(source.shards("orders")).containsExactly(new Source.Shard("shardId-7", List.of()));
    assertThat(described).isEqualTo(1);

    reads.add(read("i1", record("0003")));
    assertThat(pull(Position.START)).isInstanceOf(Pulled.Some.class);
    reads.add(read(null));
    assertThat(pull(Position.of("3")))
        .isEqualTo(Pulled.ended(List.of(new Source.Shard("shardId-2", List.of("shardId-1")))));
    reads.add(read(null));
    assertThat(source.pull("orders", "shardId-2", Position.START, 1).orElseThrow())
        .isEqualTo(
            new Pulled.Ended(List.of(new Source.Shard("shardId-7", List.of("shardId-2"))), true));
    assertThat(streamsAsked).containsOnly("arn:stream");
  }

  @Test
  void parentThatIsNotListedAnyMoreIsNone() {
    shards.set(0, shard("shardId-1", "gone", "0001"));
    assertThat(source.shards("orders")).containsExactly(new Source.Shard("shardId-1", List.of()));
  }

  private static TrimmedDataAccessException trimmed() {
    return TrimmedDataAccessException.builder().message("trimmed").build();
  }

  private static ResourceNotFoundException notFound() {
    return ResourceNotFoundException.builder().message("no such shard").build();
  }

  @Test
  void quietShardWhoseLastRecordExpiredGoesOnAndTheNextRecordSaysThatSomeMayBeLost() {
    reads.addAll(List.of(trimmed(), read("i1"), read("i2"), read("i3")));
    assertThat(pull(Position.of("3"))).isEqualTo(IDLE);
    assertThat(asked.subList(0, 4))
        .containsExactly(
            "AFTER_SEQUENCE_NUMBER 0003",
            "read AFTER_SEQUENCE_NUMBER 0003 1000",
            "TRIM_HORIZON null",
            "read TRIM_HORIZON null 1000");
    reads.add(read("i4", record("0012")));
    Pulled.Some some = (Pulled.Some) pull(Position.of("3"));
    assertThat(some.records()).extracting(each -> each.position().sequence()).containsExactly("12");
    assertThat(some.expired()).isTrue();
    reads.add(read("i5", record("0014")));
    assertThat(((Pulled.Some) pull(Position.of("12"))).expired()).isFalse();
  }

  @Test
  void iteratorWhosePlaceExpiredIsReplaced() {
    reads.addAll(List.of(read("i1"), read("i2"), read("i3")));
    pull(Position.of("3"));
    reads.addAll(List.of(trimmed(), trimmed(), read("j1", record("0012"))));
    assertThat(((Pulled.Some) pull(Position.of("3"))).expired()).isTrue();
  }

  @Test
  void shardThatWasNotReadYetHasNothingThatIsKnownToHaveExpired() {
    reads.addAll(List.of(trimmed(), read("i1", record("0012"))));
    assertThat(((Pulled.Some) pull(Position.START)).expired()).isFalse();
    reads.addAll(List.of(trimmed(), trimmed()));
    assertThatThrownBy(() -> pull(Position.START))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("expired while they were read");
  }

  @Test
  void endOfAShardWhoseLastRecordExpiredSaysThatSomeMayBeLost() {
    shards.add(shard("shardId-2", "shardId-1", "0050"));
    reads.addAll(List.of(trimmed(), read(null)));
    List<Source.Shard> children = List.of(new Source.Shard("shardId-2", List.of("shardId-1")));
    assertThat(pull(Position.of("3"))).isEqualTo(new Pulled.Ended(children, true));
    reads.addAll(List.of(trimmed(), read(null)));
    assertThat(source.probe("orders", "shardId-1", Position.of("3")))
        .isEqualTo(Source.Probe.gone(children));
  }

  @Test
  void shardThatIsNotListedAnyMoreHasEndedAndSomeMayBeLost() {
    shards.set(0, shard("shardId-2", "shardId-1", "0050"));
    reads.add(notFound());
    List<Source.Shard> child = List.of(new Source.Shard("shardId-2", List.of("shardId-1")));
    assertThat(pull(Position.of("3"))).isEqualTo(new Pulled.Ended(child, true));

    shards.set(0, shard("shardId-3", "shardId-2", "0090"));
    shards.add(shard("shardId-4", "shardId-3", "0190"));
    reads.add(notFound());
    List<Source.Shard> oldest =
        List.of(new Source.Shard("shardId-3", List.of("shardId-2", "shardId-1")));
    assertThat(pull(Position.of("3"))).isEqualTo(new Pulled.Ended(oldest, true));
  }

  @Test
  void shardThatIsNotThereThoughListedOrTooYoungToBeListedIsAskedAgain() {
    reads.add(notFound());
    assertThatThrownBy(() -> pull(Position.of("3")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("SLUICE-E30")
        .hasMessageContaining("behind 3")
        .hasMessageContaining("lists it");
    shards.set(0, shard("shardId-0", null, "0001"));
    reads.add(notFound());
    assertThatThrownBy(() -> pull(Position.of("3")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("lists no younger one");
    reads.add(notFound());
    assertThatThrownBy(() -> source.pull("orders", "no-such-lane", Position.START, 1))
        .hasMessageContaining("shard no-such-lane");
  }

  @Test
  void tableWithoutAStreamIsRefusedOrAwaited() {
    arn = null;
    assertThatThrownBy(() -> source.shards("orders"))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("SLUICE-E31");
    DynamoDbStreamSource awaiting = source(true);
    assertThat(awaiting.shards("orders")).isEmpty();
    assertThat(awaiting.shards("missing")).isEmpty();
    arn = "arn:stream";
    assertThat(awaiting.shards("orders")).hasSize(1);
  }

  private final class Tables implements DynamoDbClient {
    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
      described++;
      if (request.tableName().equals("missing")) {
        throw ResourceNotFoundException.builder().message("no such table").build();
      }
      return DescribeTableResponse.builder().table(it -> it.latestStreamArn(arn)).build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }

  private final class Streams implements DynamoDbStreamsClient {
    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
      List<Shard> all = request.streamArn().equals("arn:stream") ? shards : shardsAnew;
      return DescribeStreamResponse.builder().streamDescription(it -> it.shards(all)).build();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
      String from = request.shardIteratorTypeAsString() + " " + request.sequenceNumber();
      asked.add(from);
      streamsAsked.add(request.streamArn());
      return GetShardIteratorResponse.builder().shardIterator(from).build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
      asked.add("read " + request.shardIterator() + " " + request.limit());
      Object next = reads.remove();
      if (next instanceof RuntimeException fault) {
        throw fault;
      }
      return (GetRecordsResponse) next;
    }

    @Override
    public String serviceName() {
      return "streams.dynamodb";
    }

    @Override
    public void close() {}
  }
}
