package dev.sluice.local.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Sends lines to a stream, in order. The partition key is what stands before the first comma: lines
 * of one device stay in order, but where a shard refuses some of a call for now, these come behind
 * those that it takes.
 */
public final class Sender {
  /** Kinesis' own limits for PutRecords and for one record. */
  private static final int MAX_RECORDS = 500;

  private static final int MAX_CALL_BYTES = 4 * 1024 * 1024;
  private static final int MAX_RECORD_BYTES = 1024 * 1024;

  /** Kinesis takes 256 characters; bytes are at least as many. */
  private static final int MAX_KEY_BYTES = 256;

  /** Partition keys are not empty. */
  private static final String NO_KEY = "-";

  private static final String CURSOR_HEADER = "x-sluice-cursor";

  private final KinesisClient kinesis;
  private final String stream;
  private final Optional<String> producer;
  private final LongConsumer progress;
  private final Patience patience;

  /**
   * @param producer the name under which the endpoint remembers how many lines have come, so that
   *     none comes twice; only the local endpoint does that
   * @param progress is told how many lines have been sent so far
   * @param patience waits while shards refuse records
   */
  public Sender(
      KinesisClient kinesis,
      String stream,
      Optional<String> producer,
      LongConsumer progress,
      Patience patience) {
    this.kinesis = kinesis;
    this.stream = stream;
    this.producer = producer;
    this.progress = progress;
    this.patience = patience;
  }

  /**
   * Sends all lines.
   *
   * @param before how many lines were sent in earlier runs; their numbers go on from there
   * @return how many have been sent, those before included
   * @throws IllegalArgumentException if a line is larger than a record may be; all lines before it
   *     have been sent
   */
  public long send(Iterator<byte[]> lines, long before) {
    long sent = before;
    List<PutRecordsRequestEntry> call = new ArrayList<>();
    int bytes = 0;
    while (lines.hasNext()) {
      byte[] data = lines.next();
      String key = partitionKey(data);
      int size = data.length + key.getBytes(StandardCharsets.UTF_8).length;
      if (call.size() == MAX_RECORDS || bytes + size > MAX_CALL_BYTES) {
        sent = put(call, sent);
        bytes = 0;
      }
      if (size > MAX_RECORD_BYTES) {
        sent = put(call, sent);
        throw new IllegalArgumentException(
            "line "
                + (sent + 1)
                + " has "
                + data.length
                + " bytes with a partition key of "
                + (size - data.length)
                + "; a Kinesis record has at most "
                + MAX_RECORD_BYTES
                + " bytes together. The "
                + sent
                + " lines before it have been sent;"
                + " split or remove this one and send the rest");
      }
      bytes += size;
      call.add(
          PutRecordsRequestEntry.builder()
              .data(SdkBytes.fromByteArrayUnsafe(data))
              .partitionKey(key)
              .build());
    }
    return put(call, sent);
  }

  static String partitionKey(byte[] line) {
    int comma = 0;
    while (comma < line.length && line[comma] != ',') {
      comma++;
    }
    String key = new String(line, 0, Math.min(comma, MAX_KEY_BYTES), StandardCharsets.UTF_8);
    return key.isEmpty() ? NO_KEY : key;
  }

  private long put(List<PutRecordsRequestEntry> call, long before) {
    if (call.isEmpty()) {
      return before;
    }
    long after = before + call.size();
    List<PutRecordsRequestEntry> open = List.copyOf(call);
    Patience.Waiting waiting = patience.waiting();
    while (!open.isEmpty()) {
      PutRecordsRequest.Builder request =
          PutRecordsRequest.builder().streamName(stream).records(open);
      producer.ifPresent(
          name ->
              request.overrideConfiguration(c -> c.putHeader(CURSOR_HEADER, name + ":" + after)));
      PutRecordsResponse answer = kinesis.putRecords(request.build());
      open = failed(open, answer);
      if (!open.isEmpty()) {
        waiting.again(refusal(open.size(), before, answer));
      }
    }
    call.clear();
    progress.accept(after);
    return after;
  }

  /** Records that a shard refused for now; without a producer's name they are sent again. */
  private static List<PutRecordsRequestEntry> failed(
      List<PutRecordsRequestEntry> sent, PutRecordsResponse answer) {
    if (answer.failedRecordCount() == null || answer.failedRecordCount() == 0) {
      return List.of();
    }
    List<PutRecordsRequestEntry> failed = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (answer.records().get(i).errorCode() != null) {
        failed.add(sent.get(i));
      }
    }
    return failed;
  }

  private String refusal(int refused, long before, PutRecordsResponse answer) {
    PutRecordsResultEntry first =
        answer.records().stream()
            .filter(each -> each.errorCode() != null)
            .findFirst()
            .orElseThrow();
    return "stream '"
        + stream
        + "' refuses "
        + refused
        + " records behind the first "
        + before
        + " ("
        + first.errorCode()
        + ": "
        + first.errorMessage()
        + ")";
  }
}
