package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source.Missed;
import dev.sluice.ports.StoreRefusedException;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A shard with little in it: a read looks at a part of it only, and may find nothing there. */
class MissedReadsTest {
  private static final int PART = 10;
  private static final int END = 1_000;
  private static final int MANY = 10_000;

  /** A read gives what one part has from the iterator on, which is the place of a record. */
  private static final class QuietShard implements KinesisClient {
    private final NavigableSet<Integer> records = new TreeSet<>();
    private int oldest;
    private int calls;
    private boolean iteratorsExpire;
    private boolean isAnotherStream;

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
      String sequence = request.startingSequenceNumber();
      int from = sequence == null ? oldest : Math.max(oldest, Integer.parseInt(sequence));
      iteratorsExpire = false;
      isAnotherStream = false;
      return GetShardIteratorResponse.builder().shardIterator("" + from).build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
      calls++;
      if (iteratorsExpire) {
        throw ExpiredIteratorException.builder().message("older than 5 minutes").build();
      }
      if (isAnotherStream) {
        throw InvalidArgumentException.builder()
            .message("an iterator of another stream")
            .statusCode(400)
            .build();
      }
      int from = Math.max(oldest, Integer.parseInt(request.shardIterator()));
      int to = Math.min(END, (from / PART + 1) * PART);
      List<Integer> found = records.subSet(from, to).stream().limit(request.limit()).toList();
      int next = found.size() == request.limit() ? found.get(found.size() - 1) + 1 : to;
      return GetRecordsResponse.builder()
          .records(found.stream().map(QuietShard::record).toList())
          .nextShardIterator("" + next)
          .millisBehindLatest((long) (END - next))
          .build();
    }

    private static Record record(int place) {
      return Record.builder()
          .sequenceNumber("" + place)
          .approximateArrivalTimestamp(Instant.ofEpochMilli(place))
          .partitionKey("k")
          .data(SdkBytes.fromByteArray(new byte[] {1}))
          .build();
    }

    void expire(int before) {
      records.headSet(before).clear();
      oldest = before;
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final QuietShard shard = new QuietShard();
  private final KinesisSource source =
      new KinesisSource(shard, new CountingMetrics(), Optional.of(Instant.EPOCH));

  private Missed missed(Position after, int maxRecords) {
    return source.missed("sensors", "s", after, maxRecords).orElseThrow();
  }

  /** As an app does whose call is refused and comes again until a read says something. */
  private Missed last(Position after, int maxRecords) {
    Missed found = missed(after, maxRecords);
    for (int i = 0; i < END && found.records().isEmpty() && !found.toEnd(); i++) {
      assertThat(found.expired()).as("as long as it is not known").isFalse();
      found = missed(after, maxRecords);
    }
    return found;
  }

  private static Position at(int place) {
    return Position.of("" + place);
  }

  private static List<Position> positions(Missed found) {
    return found.records().stream().map(PulledRecord::position).toList();
  }

  @Test
  void firstRecordOfAShardIsFoundHoweverFarItIsFromTheOldestPlace() {
    shard.records.add(700);
    Missed found = last(Position.START, 1);
    assertThat(positions(found)).containsExactly(at(700));
    assertThat(found.expired()).isFalse();
    assertThat(shard.calls).isLessThanOrEqualTo(END / PART);
  }

  @Test
  void nextRecordIsFoundHoweverFarItIsBehindThePosition() {
    shard.records.addAll(List.of(7, 700, 701));
    Missed found = last(at(7), 1);
    assertThat(positions(found)).containsExactly(at(700));
    assertThat(found.there()).isTrue();
  }

  @Test
  void nextRecordIsFoundWhereTheOneAtThePositionHasExpired() {
    shard.records.addAll(List.of(7, 700));
    shard.expire(20);
    Missed found = last(at(7), 1);
    assertThat(positions(found)).containsExactly(at(700));
    assertThat(found.expired()).isTrue();
  }

  @Test
  void restOfARecordThatHasExpiredIsKnownToBeGoneAtTheEnd() {
    shard.records.add(7);
    shard.expire(20);
    Missed found = last(new Position("7", 1), 1);
    assertThat(found.toEnd()).isTrue();
    assertThat(found.expired()).isTrue();
    shard.calls = 0;
    assertThat(missed(new Position("7", 1), 1).expired()).isTrue();
    assertThat(shard.calls).as("what has expired is not looked for anew").isEqualTo(1);
  }

  @Test
  void readOfMoreRecordsGoesOnFromTheOneThatFoundTheFirst() {
    shard.records.addAll(List.of(7, 700, 701, 702));
    last(at(7), 1);
    assertThat(positions(missed(at(7), MANY))).containsExactly(at(700), at(701), at(702));
    shard.calls = 0;
    assertThat(positions(missed(at(7), 1))).as("it takes what it has read").contains(at(700));
    assertThat(shard.calls).as("and looks whether the one at the position is there").isEqualTo(2);
  }

  @Test
  void lookThatOneReadAnswersAsksForNothingElse() {
    shard.records.addAll(List.of(7, 8, 9));
    missed(at(7), 1);
    missed(at(7), MANY);
    assertThat(shard.calls).isEqualTo(2);
  }

  @Test
  void lookBeginsAnewWhereItsIteratorIsRefusedForGood() {
    shard.records.addAll(List.of(7, 60));
    assertThat(missed(at(7), 1).records()).isEmpty();
    shard.isAnotherStream = true;
    assertThatThrownBy(() -> missed(at(7), 1)).isInstanceOf(StoreRefusedException.class);
    assertThat(positions(last(at(7), 1))).containsExactly(at(60));
  }

  @Test
  void recordAtThePositionIsReadAgainByTheNextLook() {
    shard.records.addAll(List.of(7, 12));
    assertThat(missed(at(7), 1).there()).isTrue();
    shard.expire(13);
    shard.records.add(15);
    Missed found = last(at(7), 1);
    assertThat(positions(found)).containsExactly(at(15));
    assertThat(found.expired()).isTrue();
  }

  @Test
  void recordAtThePositionMayExpireWhileNothingIsFoundBehindIt() {
    shard.records.addAll(List.of(7, 400, 700));
    assertThat(missed(at(7), 1).records()).isEmpty();
    shard.expire(401);
    Missed found = last(at(7), 1);
    assertThat(positions(found)).containsExactly(at(700));
    assertThat(found.expired()).isTrue();
  }

  @Test
  void lookBeginsAnewWhereItsIteratorHasExpired() {
    shard.records.addAll(List.of(7, 60));
    assertThat(missed(at(7), 1).records()).isEmpty();
    shard.iteratorsExpire = true;
    assertThat(positions(last(at(7), 1))).containsExactly(at(60));
  }
}
