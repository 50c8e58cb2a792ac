package dev.sluice.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** A sender at a stream whose shards refuse records for a while. */
class SenderTest {
  private static final long CAP_MILLIS = 5_000;

  private final Stream stream = new Stream();
  private final List<Long> pauses = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<Long> progress = new ArrayList<>();

  /** Takes a record in so many, until it takes all. */
  private static final class Stream implements KinesisClient {
    final List<Integer> calls = new ArrayList<>();
    final List<String> taken = new ArrayList<>();
    int refusing;
    int takesOneIn = Integer.MAX_VALUE;

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
      boolean refuses = calls.size() < refusing;
      calls.add(request.records().size());
      List<PutRecordsResultEntry> results = new ArrayList<>();
      for (var each : request.records()) {
        PutRecordsResultEntry.Builder result = PutRecordsResultEntry.builder();
        if (refuses && (results.size() + 1) % takesOneIn != 0) {
          result.errorCode("ProvisionedThroughputExceededException").errorMessage("Rate exceeded");
        } else {
          taken.add(each.data().asUtf8String());
          result.shardId("shard").sequenceNumber("9" + taken.size());
        }
        results.add(result.build());
      }
      int failed = (int) results.stream().filter(each -> each.errorCode() != null).count();
      return PutRecordsResponse.builder().failedRecordCount(failed).records(results).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private long send(int lines, long before, long seed) {
    Patience patience = new Patience(new Random(seed), pauses::add, problems::add);
    return new Sender(stream, "lines", Optional.empty(), progress::add, patience)
        .send(
            IntStream.range(0, lines).mapToObj(i -> ("line " + i).getBytes(UTF_8)).iterator(),
            before);
  }

  @Test
  void whatIsRefusedIsSentAgainBehindAPauseAndNothingElseIs() {
    stream.refusing = 2;
    stream.takesOneIn = 2;
    assertThat(send(8, 100, 1)).isEqualTo(108);
    assertThat(stream.calls).containsExactly(8, 4, 2);
    assertThat(stream.taken)
        .containsExactly(
            "line 1", "line 3", "line 5", "line 7", "line 2", "line 6", "line 0", "line 4");
    assertThat(pauses).hasSize(2);
    assertThat(progress).containsExactly(108L);
    assertThat(problems).isEmpty();
  }

  @Test
  void nothingIsWaitedForWhereNothingIsRefused() {
    assertThat(send(1_200, 0, 1)).isEqualTo(1_200);
    assertThat(stream.calls).containsExactly(500, 500, 200);
    assertThat(pauses).isEmpty();
  }

  @Test
  void pausesGrowToACapAndAreDrawn() {
    stream.refusing = 40;
    send(3, 0, 1);
    assertThat(pauses).hasSize(40);
    for (int i = 0; i < pauses.size(); i++) {
      long most = Math.min(CAP_MILLIS, 100L << Math.min(i, 20));
      assertThat(pauses.get(i)).as("pause %s", i).isBetween(most / 2, most);
    }
    assertThat(pauses.subList(10, 40)).as("the cap is drawn, too").doesNotHaveDuplicates();
    List<Long> first = List.copyOf(pauses);
    pauses.clear();
    stream.calls.clear();
    send(3, 0, 2);
    assertThat(pauses).as("another sender").isNotEqualTo(first);
  }

  @Test
  void longRefusalIsSaidEveryTenSecondsWithItsReason() {
    stream.refusing = 13;
    send(3, 1_000, 1);
    long seconds = pauses.stream().mapToLong(each -> each).sum() / 1000;
    assertThat(seconds).isGreaterThan(20);
    assertThat(problems).hasSize((int) seconds / 10);
    assertThat(problems.get(0))
        .startsWith(
            "stream 'lines' refuses 3 records behind the first 1000"
                + " (ProvisionedThroughputExceededException: Rate exceeded) for 1")
        .contains(" s; they are sent again until they are taken", "Ctrl-C ends it");
    assertThat(problems.get(1)).contains(" for 2");
  }
}
