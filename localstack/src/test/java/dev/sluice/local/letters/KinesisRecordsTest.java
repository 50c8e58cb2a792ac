package dev.sluice.local.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;

class KinesisRecordsTest {
  private final List<Long> pauses = new ArrayList<>();
  private final Busy kinesis = new Busy();
  private final KinesisRecords records = new KinesisRecords(kinesis, pauses::add);

  /** Refuses some reads, and then has a record of each number. */
  private static final class Busy implements KinesisClient {
    private final List<Integer> limits = new ArrayList<>();
    private int refusals;

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
      return GetShardIteratorResponse.builder()
          .shardIterator(request.startingSequenceNumber())
          .build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
      limits.add(request.limit());
      if (refusals-- > 0) {
        throw ProvisionedThroughputExceededException.builder().message("too fast").build();
      }
      String at = request.shardIterator();
      return GetRecordsResponse.builder()
          .records(
              Record.builder()
                  .sequenceNumber(at)
                  .partitionKey("k")
                  .approximateArrivalTimestamp(Instant.EPOCH)
                  .data(SdkBytes.fromUtf8String(at))
                  .build())
          .nextShardIterator(String.valueOf(Integer.parseInt(at) + 1))
          .millisBehindLatest(1000L)
          .build();
    }

    @Override
    public String serviceName() {
      return "kinesis";
    }

    @Override
    public void close() {}
  }

  private List<String> read(int from, int to) {
    ShardRecords.Found found =
        records.read("s", "0", Position.of(String.valueOf(from)), Position.of(String.valueOf(to)));
    assertThat(found.toEnd()).isTrue();
    return found.records().stream().map(PulledRecord::position).map(Position::sequence).toList();
  }

  @Test
  void shardThatRefusesForSecondsIsReadOnBehindThem() {
    kinesis.refusals = 3;
    assertThat(read(7, 9)).containsExactly("7", "8", "9");
    assertThat(pauses.stream().filter(each -> each > 5_000)).hasSize(3);
  }

  @Test
  void readForOneRecordTakesNoMoreOfWhatTheShardGives() {
    assertThat(read(7, 7)).containsExactly("7");
    assertThat(kinesis.limits).containsExactly(1);
  }

  @Test
  void shardThatAlwaysRefusesIsAnError() {
    kinesis.refusals = 1_000;
    assertThatThrownBy(() -> read(7, 9)).isInstanceOf(ProvisionedThroughputExceededException.class);
  }
}
