package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.BatchInfo;
import dev.sluice.ports.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

class KinesisSinkTest {

  /** Takes one record of each bad request, and so many of them at most. */
  private static final class FullKinesis implements KinesisClient {
    private final List<List<String>> requests = new ArrayList<>();
    private int badRequests;
    private int takenAtMost = Integer.MAX_VALUE;

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
      requests.add(request.records().stream().map(each -> each.data().asUtf8String()).toList());
      boolean bad = badRequests-- > 0;
      int taken = bad ? Math.min(1, takenAtMost) : request.records().size();
      takenAtMost -= bad ? taken : 0;
      return PutRecordsResponse.builder()
          .records(
              IntStream.range(0, request.records().size())
                  .mapToObj(
                      i ->
                          i < taken
                              ? PutRecordsResultEntry.builder().sequenceNumber("1").build()
                              : PutRecordsResultEntry.builder()
                                  .errorCode("ProvisionedThroughputExceededException")
                                  .errorMessage("too fast")
                                  .build())
                  .toList())
          .build();
    }

    @Override
    public String serviceName() {
      return "kinesis";
    }

    @Override
    public void close() {}
  }

  private static KinesisSink.Message message(String text) {
    return new KinesisSink.Message("k", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void idsAreTheSameForTheSameShare() throws Exception {
    FullKinesis kinesis = new FullKinesis();
    KinesisSink<String> sink =
        new KinesisSink<>(() -> kinesis, "out", (value, id) -> message(id + "=" + value));
    sink.open("mine").accept(List.of("a", "b"), new BatchInfo(20000, 3));
    sink.open("mine").accept(List.of("a", "b"), new BatchInfo(20000, 3));

    assertThat(kinesis.requests)
        .hasSize(2)
        .allMatch(each -> each.equals(List.of("mine/20000/3/0=a", "mine/20000/3/1=b")));
  }

  @Test
  void onlyWhatWasNotTakenIsPutAgain() throws Exception {
    FullKinesis kinesis = new FullKinesis();
    kinesis.badRequests = 2;
    new KinesisPuts(kinesis, "out", 1)
        .put(List.of(message("a"), message("b"), message("c"), message("d")));

    assertThat(kinesis.requests)
        .containsExactly(List.of("a", "b", "c", "d"), List.of("b", "c", "d"), List.of("c", "d"));
  }

  /** A share that is put again from its beginning would never end where its shard is slow. */
  @Test
  void putThatGetsOnGoesOnHoweverOften() throws Exception {
    FullKinesis kinesis = new FullKinesis();
    kinesis.badRequests = 1000;
    int records = 3 * KinesisPuts.TRIES;
    new KinesisPuts(kinesis, "out", 1)
        .put(IntStream.range(0, records).mapToObj(i -> message("m" + i)).toList());
    assertThat(kinesis.requests).hasSize(records);
  }

  @Test
  void whatIsNeverTakenIsAnErrorThatMayPass() {
    FullKinesis kinesis = new FullKinesis();
    kinesis.badRequests = 1000;
    List<KinesisSink.Message> many = IntStream.range(0, 3).mapToObj(i -> message("m" + i)).toList();
    kinesis.takenAtMost = 2;
    assertThatThrownBy(() -> new KinesisPuts(kinesis, "out", 1).put(many))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage(
            "1 records were not taken by stream 'out' in 7 tries in a row, the last with"
                + " ProvisionedThroughputExceededException: too fast");
    assertThat(kinesis.requests).hasSize(2 + KinesisPuts.TRIES);
  }

  @Test
  void requestsHaveNoMoreRecordsAndBytesThanAreTaken() throws Exception {
    FullKinesis kinesis = new FullKinesis();
    KinesisPuts puts = new KinesisPuts(kinesis, "out", 1);
    puts.put(IntStream.range(0, 1001).mapToObj(i -> message("m" + i)).toList());
    assertThat(kinesis.requests).extracting(List::size).containsExactly(500, 500, 1);
    assertThat(kinesis.requests.stream().flatMap(List::stream).distinct()).hasSize(1001);

    kinesis.requests.clear();
    String mega = "x".repeat(1024 * 1024 - 1); // and one byte of partition key
    puts.put(IntStream.range(0, 6).mapToObj(i -> message(mega)).toList());
    assertThat(kinesis.requests).extracting(List::size).containsExactly(5, 1);
  }
}
