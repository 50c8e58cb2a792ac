package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.Source.Probe;
import dev.sluice.ports.Source.Shard;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class KinesisSourceTest {

  /** Answers from a script; iterators are named by what they were asked for. */
  private static final class ScriptedKinesis implements KinesisClient {
    private final Answers script = new Answers();
    private final List<String> asked = new ArrayList<>();

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
      String iterator =
          request.shardIteratorTypeAsString() + " " + request.startingSequenceNumber();
      return GetShardIteratorResponse.builder().shardIterator(iterator).build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
      asked.add(request.shardIterator());
      return script.next(GetRecordsResponse.class);
    }

    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
      asked.add(request.streamName() + " " + request.nextToken());
      return script.next(ListShardsResponse.class);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static final Position AT_7 = Position.of("7");

  private final ScriptedKinesis kinesis = new ScriptedKinesis();
  private final CountingMetrics metrics = new CountingMetrics();
  private final KinesisSource source = new KinesisSource(kinesis, metrics);

  @Test
  void hashKeysAreAskedForOnceAndAgainForANewShard() {
    ListShardsResponse before = listing("0", "99");
    kinesis.script.addAll(List.of(before, before, listing("5", "9")));
    assertThat(source.hashKeys("stream", "0"))
        .isEqualTo(new HashRange(BigInteger.ZERO, BigInteger.valueOf(100)));
    source.hashKeys("stream", "0");
    assertThat(kinesis.asked).hasSize(1);
    assertThatThrownBy(() -> source.hashKeys("stream", "5"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("shard 5");
    assertThat(source.hashKeys("stream", "5").to()).isEqualTo(BigInteger.TEN);
    source.hashKeys("stream", "5");
    assertThat(kinesis.asked).hasSize(3);
  }

  /** A shard that is called by its first hash key. */
  private static ListShardsResponse listing(String first, String last) {
    HashKeyRange keys = HashKeyRange.builder().startingHashKey(first).endingHashKey(last).build();
    return ListShardsResponse.builder()
        .shards(
            software.amazon.awssdk.services.kinesis.model.Shard.builder()
                .shardId(first)
                .hashKeyRange(keys)
                .build())
        .build();
  }

  @Test
  void probeOfAShardThatNobodyHasReadBeginsWhereTheMappingDoes() {
    KinesisSource late =
        new KinesisSource(kinesis, metrics, Optional.of(Instant.parse("2026-11-01T00:00:00Z")));
    kinesis.script.addAll(List.of(record(0), record(0)));
    late.probe("stream", "0", Position.START);
    late.probe("stream", "0", AT_7);
    assertThat(kinesis.asked).containsExactly("AT_TIMESTAMP null", "AFTER_SEQUENCE_NUMBER 7");
  }

  @Test
  void probeBeginsBehindThePositionOrAtTheOldestRecord() {
    kinesis.script.addAll(List.of(record(0), record(0), record(0)));
    probe(Position.START);
    probe(AT_7);
    probe(new Position("7", 3));
    assertThat(kinesis.asked)
        .containsExactly("TRIM_HORIZON null", "AFTER_SEQUENCE_NUMBER 7", "AFTER_SEQUENCE_NUMBER 7");
  }

  @Test
  void emptyReadIsGoneOnFromByTheNextProbeOfThePosition() {
    kinesis.script.addAll(List.of(empty(0, "a"), empty(0, "b"), record(5), record(5)));
    assertThat(probe(AT_7)).isEqualTo(new Probe(true, 0, false, List.of()));
    assertThat(probe(AT_7).empty()).isTrue();
    assertThat(probe(AT_7)).isEqualTo(new Probe(false, 5, false, List.of()));
    // The record was seen, not consumed: it must be seen again.
    assertThat(probe(AT_7).empty()).isFalse();
    assertThat(kinesis.asked).containsExactly("AFTER_SEQUENCE_NUMBER 7", "a", "b", "b");
  }

  @Test
  void otherPositionGetsItsOwnIterator() {
    kinesis.script.addAll(List.of(empty(0, "a"), empty(0, "b")));
    probe(AT_7);
    probe(Position.of("8"));
    assertThat(kinesis.asked).containsExactly("AFTER_SEQUENCE_NUMBER 7", "AFTER_SEQUENCE_NUMBER 8");
  }

  @Test
  void expiredIteratorIsReplaced() {
    kinesis.script.addAll(List.of(empty(0, "a"), expired(), empty(0, "c")));
    probe(AT_7);
    assertThat(probe(AT_7).empty()).isTrue();
    assertThat(kinesis.asked)
        .containsExactly("AFTER_SEQUENCE_NUMBER 7", "a", "AFTER_SEQUENCE_NUMBER 7");
    assertThat(metrics.value("stream.reads")).isEqualTo(3);
  }

  @Test
  void emptyReadFarFromTheEndIsGoneOnFromAFewTimes() {
    kinesis.script.addAll(
        List.of(empty(900, "a"), empty(500, "b"), empty(100, "c"), empty(50, "d"), empty(0, "e")));
    assertThat(probe(AT_7)).isEqualTo(new Probe(true, 100, false, List.of()));
    assertThat(probe(AT_7)).isEqualTo(new Probe(true, 0, false, List.of()));
    assertThat(kinesis.script.isEmpty()).isTrue();
  }

  @Test
  void readWithoutALagClaimsNothing() {
    GetRecordsResponse silent = GetRecordsResponse.builder().nextShardIterator("a").build();
    kinesis.script.addAll(List.of(silent, silent, silent));
    assertThat(probe(AT_7).millisBehindLatest()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void lastRecordOfAClosedShardIsNotItsEnd() {
    kinesis.script.add(
        GetRecordsResponse.builder()
            .records(Record.builder().build())
            .millisBehindLatest(0L)
            .childShards(ChildShard.builder().shardId("c").parentShards("s").build())
            .build());
    assertThat(probe(AT_7)).isEqualTo(new Probe(false, 0, false, List.of()));
  }

  @Test
  void endOfAClosedShardNamesItsChildren() {
    kinesis.script.add(
        GetRecordsResponse.builder()
            .millisBehindLatest(0L)
            .childShards(ChildShard.builder().shardId("c").parentShards("s", "t").build())
            .build());
    assertThat(probe(AT_7))
        .isEqualTo(new Probe(true, 0, true, List.of(new Shard("c", List.of("s", "t")))));
  }

  @Test
  void recordAtThePositionHasExpiredWhereTheShardHasNothingFromThereToItsEnd() {
    kinesis.script.addAll(List.of(empty(5, "a"), empty(0, "b")));
    assertThat(source.missed("sensors", "s", AT_7, 10))
        .contains(new Source.Missed(List.of(), false, true));
  }

  @Test
  void nothingIsKnownToHaveExpiredBeforeAnythingWasRead() {
    KinesisSource late = new KinesisSource(kinesis, metrics, Optional.of(Instant.EPOCH));
    for (int i = 0; i < 100; i++) {
      kinesis.script.add(empty(0, "more"));
    }
    assertThat(late.missed("sensors", "s", Position.START, 10))
        .contains(new Source.Missed(List.of(), true, true));
  }

  @Test
  void emptyReadsBeforeTheEndOfAShardSayNothing() {
    for (int i = 0; i < 100; i++) {
      kinesis.script.add(empty(5, "more"));
    }
    assertThat(source.missed("sensors", "s", AT_7, 10))
        .contains(new Source.Missed(List.of(), false, false));
  }

  @Test
  void readWithoutANextOneIsTheEndOfAShard() {
    kinesis.script.add(GetRecordsResponse.builder().build());
    Source.Missed found = source.missed("sensors", "s", AT_7, 10).orElseThrow();
    assertThat(found).isEqualTo(new Source.Missed(List.of(), false, true));
    assertThat(found.expired()).isTrue();
  }

  @Test
  void shardsAreListedToTheLastPageAndForgottenParentsAreLeftOut() {
    kinesis.script.add(
        ListShardsResponse.builder()
            .shards(shard("s1", "s0", null), shard("s2", null, null))
            .nextToken("more")
            .build());
    kinesis.script.add(ListShardsResponse.builder().shards(shard("s3", "s1", "s2")).build());
    assertThat(source.shards("sensors"))
        .containsExactly(
            new Shard("s1", List.of()),
            new Shard("s2", List.of()),
            new Shard("s3", List.of("s1", "s2")));
    assertThat(kinesis.asked).containsExactly("sensors null", "null more");
  }

  @Test
  void listingWithoutAnEndIsRefused() {
    for (int i = 0; i < 200; i++) {
      kinesis.script.add(ListShardsResponse.builder().nextToken("more").build());
    }
    assertThatThrownBy(() -> source.shards("sensors")).isInstanceOf(StoreRefusedException.class);
  }

  @Test
  void faultsThatPassAreUnavailableAndOthersAreRefused() {
    List<SdkException> passing = new ArrayList<>(Faults.lostAnswers());
    passing.add(fault(400, "ProvisionedThroughputExceededException"));
    passing.add(fault(400, "LimitExceededException"));
    passing.add(fault(400, "KMSThrottlingException"));
    passing.add(fault(500, "InternalFailure"));
    for (SdkException e : passing) {
      kinesis.script.addAll(List.of(e, e));
      assertThatThrownBy(() -> probe(AT_7))
          .isInstanceOf(StoreUnavailableException.class)
          .hasCause(e);
      assertThatThrownBy(() -> source.shards("sensors"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasCause(e);
    }
    kinesis.script.add(fault(400, "AccessDeniedException"));
    assertThatThrownBy(() -> probe(AT_7)).isInstanceOf(StoreRefusedException.class);
  }

  @Test
  void shardThatLeftItsStreamHasEndedAndWhatWasNotReadOfItMayHaveExpired() {
    ListShardsResponse listed =
        ListShardsResponse.builder()
            .shards(shard("shardId-1", "shardId-0", null), shard("shardId-2", "shardId-0", null))
            .build();
    kinesis.script.addAll(List.of(notFound(), listed));
    assertThat(source.probe("sensors", "shardId-0", AT_7))
        .isEqualTo(
            Probe.gone(
                List.of(
                    new Shard("shardId-1", List.of("shardId-0")),
                    new Shard("shardId-2", List.of("shardId-0")))));
    kinesis.script.addAll(List.of(notFound(), listed));
    assertThat(source.missed("sensors", "shardId-0", AT_7, 10))
        .contains(new Source.Missed(List.of(), false, true));
  }

  @Test
  void shardThatTheStreamListsHasNotLeftItWhateverAReadSays() {
    ListShardsResponse listed =
        ListShardsResponse.builder()
            .shards(shard("shardId-0", null, null), shard("shardId-1", null, null))
            .build();
    kinesis.script.addAll(List.of(notFound(), listed, notFound(), listed));
    assertThatThrownBy(() -> source.probe("sensors", "shardId-0", AT_7))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("lists shard shardId-0");
    assertThatThrownBy(() -> source.missed("sensors", "shardId-0", AT_7, 10))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void shardOfAnotherStreamIsRefused() {
    ListShardsResponse older = ListShardsResponse.builder().shards(shard("r", null, null)).build();
    kinesis.script.addAll(List.of(notFound(), older, notFound(), older));
    assertThatThrownBy(() -> probe(AT_7))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("'sensors' has no shard s");
    assertThatThrownBy(() -> source.missed("sensors", "s", AT_7, 10))
        .isInstanceOf(StoreRefusedException.class);
  }

  @Test
  void streamThatIsNotThereIsRefused() {
    kinesis.script.addAll(List.of(notFound(), notFound()));
    assertThatThrownBy(() -> probe(AT_7))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("list the shards of stream 'sensors'");
  }

  private static SdkException notFound() {
    return ResourceNotFoundException.builder().message("gone").build();
  }

  private Probe probe(Position after) {
    return source.probe("sensors", "s", after);
  }

  private static GetRecordsResponse empty(long behind, String next) {
    return GetRecordsResponse.builder().millisBehindLatest(behind).nextShardIterator(next).build();
  }

  private static GetRecordsResponse record(long behind) {
    return GetRecordsResponse.builder()
        .records(Record.builder().sequenceNumber("9").build())
        .millisBehindLatest(behind)
        .nextShardIterator("behind the record")
        .build();
  }

  private static SdkException expired() {
    return ExpiredIteratorException.builder().message("older than 5 minutes").build();
  }

  private static SdkException fault(int status, String code) {
    return Faults.answer(KinesisException.builder(), status, code);
  }

  private static software.amazon.awssdk.services.kinesis.model.Shard shard(
      String id, String parent, String adjacent) {
    return software.amazon.awssdk.services.kinesis.model.Shard.builder()
        .shardId(id)
        .parentShardId(parent)
        .adjacentParentShardId(adjacent)
        .build();
  }
}
