package dev.sluice.local.kinesis.http;

import dev.sluice.local.kinesis.Cursor;
import dev.sluice.local.kinesis.IteratorStart;
import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.PutEntry;
import dev.sluice.local.kinesis.PutResult;
import dev.sluice.local.kinesis.SequenceNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts and reads. */
final class RecordOperations {

  /** Carries a producer's {@link Cursor}. */
  static final String CURSOR_HEADER = "x-sluice-cursor";

  /** AWS: 500 records a call. */
  private static final int MAX_PUT_RECORDS = 500;

  /** AWS: 10,000 records a read. */
  private static final int MAX_READ_RECORDS = 10_000;

  private final KinesisStreams streams;

  RecordOperations(KinesisStreams streams) {
    this.streams = streams;
  }

  void register(Map<String, Operation> operations) {
    operations.put("PutRecord", this::putRecord);
    operations.put("PutRecords", this::putRecords);
    operations.put("GetShardIterator", (fields, call) -> getShardIterator(fields));
    operations.put("GetRecords", (fields, call) -> getRecords(fields));
  }

  private Object putRecord(Fields fields, KinesisCall call) {
    PutEntry entry = entry(fields);
    Optional<String> after =
        fields.optionalText("SequenceNumberForOrdering", TextRule.SEQUENCE_NUMBER);
    String stream = StreamRef.required(fields);
    after.ifPresent(sequence -> checkOrdering(stream, sequence));
    PutResult result = streams.put(stream, List.of(entry), cursor(call)).get(0);
    if (result instanceof PutResult.Refused refused) {
      throw new KinesisException(refused.code(), refused.message());
    }
    return Answers.put(result);
  }

  /** Puts are in order here whatever the caller asks for, so the number is only looked at. */
  private void checkOrdering(String stream, String sequence) {
    if (SequenceNumber.parse(sequence).isEmpty()) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "ExclusiveMinimumSequenceNumber %s used in PutRecord on stream %s under account %s is invalid.",
              sequence,
              stream,
              streams.settings().account()));
    }
  }

  private Object putRecords(Fields fields, KinesisCall call) {
    List<PutEntry> entries =
        fields.list("Records", 1, MAX_PUT_RECORDS).stream().map(RecordOperations::entry).toList();
    String stream = StreamRef.required(fields);
    List<PutResult> results = streams.put(stream, entries, cursor(call));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "FailedRecordCount",
        results.stream().filter(result -> result instanceof PutResult.Refused).count());
    answer.put("Records", results.stream().map(Answers::put).toList());
    return answer;
  }

  private static PutEntry entry(Fields fields) {
    byte[] data = fields.blob("Data");
    Optional<String> hashKey = fields.optionalText("ExplicitHashKey", TextRule.HASH_KEY);
    return new PutEntry(data, fields.text("PartitionKey", TextRule.PARTITION_KEY), hashKey);
  }

  private static Optional<Cursor> cursor(KinesisCall call) {
    return call.header(CURSOR_HEADER).map(Cursor::parse);
  }

  private Object getShardIterator(Fields fields) {
    String shardId = fields.text("ShardId", TextRule.NAME);
    IteratorStart.Type type = fields.requiredChoice("ShardIteratorType", IteratorStart.Type.class);
    Optional<String> sequence =
        fields.optionalText("StartingSequenceNumber", TextRule.SEQUENCE_NUMBER);
    Optional<Long> timestamp = fields.time("Timestamp");
    String stream = StreamRef.required(fields);
    IteratorStart start = new IteratorStart(type, sequence, timestamp);
    return Map.of("ShardIterator", streams.iterator(stream, shardId, start));
  }

  private Object getRecords(Fields fields) {
    String iterator = fields.text("ShardIterator", TextRule.ITERATOR);
    int limit = fields.optionalInteger("Limit", 1, MAX_READ_RECORDS).orElse(MAX_READ_RECORDS);
    fields.optionalText("StreamARN", TextRule.STREAM_ARN);
    fields.check();
    return Answers.read(streams.read(iterator, limit));
  }
}
