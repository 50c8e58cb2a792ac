package dev.sluice.local.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.flow.DeadLetterRow;
import dev.sluice.engine.packed.PackedRecord;
import dev.sluice.memory.MemoryIds;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** A replay into a stream that is full, refuses, or does not answer. */
class ReplayTest {
  @TempDir Path root;
  private final MemoryIds ids = new MemoryIds();
  private final Stream stream = new Stream();

  /** Takes all records but those that it was told to refuse. */
  private static final class Stream implements KinesisClient {
    final List<Integer> calls = new ArrayList<>();
    final List<String> taken = new ArrayList<>();
    final List<String> hashKeys = new ArrayList<>();
    int full;
    RuntimeException failure;
    Runnable meanwhile = () -> {};

    @Override
    public DescribeStreamSummaryResponse describeStreamSummary(DescribeStreamSummaryRequest it) {
      meanwhile.run();
      return DescribeStreamSummaryResponse.builder().build();
    }

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
      if (failure != null && !calls.isEmpty()) {
        throw failure;
      }
      calls.add(request.records().size());
      List<PutRecordsResultEntry> results = new ArrayList<>();
      for (var each : request.records()) {
        PutRecordsResultEntry.Builder result = PutRecordsResultEntry.builder();
        if (full > 0) {
          full--;
          result.errorCode("ProvisionedThroughputExceededException");
        } else {
          taken.add(each.data().asUtf8String());
          hashKeys.add(each.explicitHashKey());
          result.shardId("other").sequenceNumber("9" + taken.size());
        }
        results.add(result.build());
      }
      return PutRecordsResponse.builder().records(results).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private void letters(int count, int bytes) throws IOException {
    SomeLetters.write(
        root,
        "dead-letter/s-1000.csv/part-00000",
        IntStream.range(0, count)
            .mapToObj(i -> row(i, "x".repeat(bytes - 1) + i % 10))
            .toArray(String[]::new));
  }

  private static String row(int position, String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    Exception reason = new IllegalStateException("no");
    return DeadLetterRow.ofRecord("s/shard", position, reason, bytes, "k", 0);
  }

  private ReplayLog log() {
    LetterStore store = new LetterDirectory(root, ids);
    return ReplayLog.read(store, new RowSource(store).root(), "directory", ids);
  }

  private List<Letter> letters() {
    RowSource source = new RowSource(new LetterDirectory(root, ids));
    return source.names().stream().flatMap(name -> source.read(name).letters().stream()).toList();
  }

  private Replay.Result replay() {
    RowSource source = new RowSource(new LetterDirectory(root, ids));
    ReplayLog log = log();
    Replay.Choice all = new Replay.Choice(letter -> true, false, false, false);
    LetterSender sender = new LetterSender(stream, millis -> {});
    return new Replay(source, log, all, Optional.empty(), Optional.of(sender)).run();
  }

  @Test
  void recordOfAnAggregateIsSentByItsOwnHashKey() {
    Letter whole = SomeLetters.of("1");
    PackedRecord.User user = new PackedRecord.User("k", BigInteger.TEN, new byte[] {'x'});
    new LetterSender(stream, millis -> {})
        .send("s", List.of(whole, whole.member(0, user, false)), new HashMap<>());
    assertThat(stream.hashKeys).containsExactly(null, "10");
  }

  @Test
  void callsAreBoundedByRecordsAndByBytes() throws IOException {
    letters(1_001, 1);
    assertThat(replay().sent()).containsEntry("s", 1_001L);
    assertThat(stream.calls).containsExactly(500, 500, 1);
  }

  @Test
  void callsAreBoundedByBytes() throws IOException {
    letters(9, 1_000_000);
    assertThat(replay().sent()).containsEntry("s", 9L);
    assertThat(stream.calls).containsExactly(4, 4, 1);
  }

  @Test
  void recordsThatAFullShardRefusesAreSentOnceMoreAndNoOthers() throws IOException {
    letters(3, 1);
    stream.full = 1;
    Replay.Result result = replay();
    assertThat(result.sent()).containsEntry("s", 3L);
    assertThat(result.hasTrouble()).isFalse();
    assertThat(stream.taken).containsExactly("1", "2", "0");
  }

  @Test
  void whatAShardRefusesForGoodIsLeftForTheNextReplay() throws IOException {
    letters(2, 1);
    stream.full = Integer.MAX_VALUE;
    assertThat(replay().refused()).containsExactly("s/shard/0", "s/shard/1");
    stream.full = 0;
    assertThat(replay().sent()).containsEntry("s", 2L);
  }

  @Test
  void whatTheStreamRefusesAtAllIsOpenAndWhatArrivedBeforeIsNot() throws IOException {
    letters(501, 1);
    stream.failure = KinesisException.builder().statusCode(400).message("no").build();
    assertThatThrownBy(this::replay).isSameAs(stream.failure);
    stream.failure = null;
    Replay.Result result = replay();
    assertThat(result.sent()).containsEntry("s", 1L);
    assertThat(result.left().values()).containsExactly(500L);
    assertThat(stream.taken).hasSize(501);
  }

  @Test
  void whatIsNotAnsweredIsUnclearAndNotSentAgain() throws IOException {
    for (RuntimeException failure :
        List.of(
            SdkClientException.create("timed out"),
            KinesisException.builder().statusCode(500).message("oops").build())) {
      Path before = root;
      root = before.resolve(String.valueOf(failure.hashCode()));
      letters(501, 1);
      stream.calls.clear();
      stream.failure = failure;
      assertThatThrownBy(this::replay).isSameAs(failure);
      stream.failure = null;
      Replay.Result result = replay();
      assertThat(result.sent()).isEmpty();
      assertThat(result.unclear()).containsExactly("s/shard/500");
      root = before;
    }
  }

  @Test
  void whatAnotherReplayNotesAsSentMeanwhileIsNotUnclear() throws IOException {
    letters(3, 1);
    List<Letter> both = letters().subList(0, 2);
    ReplayLog other = log();
    other.begin(both);
    stream.meanwhile = () -> other.end(both, Map.of("s/shard/0", "s/other/1"));
    Replay.Result result = replay();
    assertThat(result.unclear()).isEmpty();
    assertThat(result.left())
        .containsExactly(Map.entry("sent before; --again sends them once more", 1L));
    assertThat(result.refused()).as("the same command sends it").containsExactly("s/shard/1");
    assertThat(stream.taken).containsExactly("2");
  }

  @Test
  void recordThatAnotherReplaySentAndThatFailedOnceMoreIsLeft() throws IOException {
    letters(2, 1);
    ReplayLog other = log();
    Letter sent = SomeLetters.of("7");
    other.begin(List.of(sent));
    stream.meanwhile = () -> other.end(List.of(sent), Map.of(sent.id(), "s/shard/1"));
    Replay.Result result = replay();
    assertThat(result.left().keySet()).singleElement().asString().contains("--returned");
    assertThat(result.sent()).containsExactly(Map.entry("s", 1L));
    assertThat(result.refused()).isEmpty();
    assertThat(stream.taken).containsExactly("0");
  }

  @Test
  void whatArrivedBeforeTheAnswerWasLostIsKnown() throws IOException {
    letters(2, 1);
    stream.full = 1;
    stream.failure = SdkClientException.create("timed out");
    assertThatThrownBy(this::replay).isSameAs(stream.failure);
    stream.failure = null;
    Replay.Result result = replay();
    assertThat(result.left().values()).containsExactly(1L);
    assertThat(result.unclear()).containsExactly("s/shard/0");
  }
}
