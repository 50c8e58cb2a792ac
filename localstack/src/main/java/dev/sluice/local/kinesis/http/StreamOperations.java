package dev.sluice.local.kinesis.http;

import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.ShardInfo;
import dev.sluice.local.kinesis.StreamInfo;
import dev.sluice.local.kinesis.StreamMode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Streams as a whole. */
final class StreamOperations {

  /** AWS: the default, and the most that a call lists of streams or describes of shards. */
  private static final int DEFAULT_LIMIT = 100;

  private static final int MAX_LIMIT = 10_000;

  /** AWS: the range of a stream's own maximum for records, in KiB. */
  private static final int MIN_RECORD_KIB = 1024;

  private static final int MAX_RECORD_KIB = 10_240;
  private static final int BYTES_PER_KIB = 1024;

  private final KinesisStreams streams;

  StreamOperations(KinesisStreams streams) {
    this.streams = streams;
  }

  void register(Map<String, Operation> operations) {
    operations.put("CreateStream", (fields, call) -> createStream(fields));
    operations.put("DeleteStream", (fields, call) -> deleteStream(fields));
    operations.put("DescribeStream", (fields, call) -> describeStream(fields));
    operations.put(
        "DescribeStreamSummary",
        (fields, call) -> Answers.descriptionSummary(streams.describe(StreamRef.required(fields))));
    operations.put("ListStreams", (fields, call) -> listStreams(fields));
    operations.put("IncreaseStreamRetentionPeriod", (fields, call) -> retain(fields, true));
    operations.put("DecreaseStreamRetentionPeriod", (fields, call) -> retain(fields, false));
  }

  private Object createStream(Fields fields) {
    OptionalInt shards = fields.optionalInteger("ShardCount", 1, Integer.MAX_VALUE);
    OptionalInt recordKib =
        fields.optionalInteger("MaxRecordSizeInKiB", MIN_RECORD_KIB, MAX_RECORD_KIB);
    Optional<StreamMode> mode =
        fields
            .structure("StreamModeDetails")
            .map(details -> details.requiredChoice("StreamMode", StreamMode.class));
    String stream = fields.text("StreamName", TextRule.NAME);
    fields.check();
    OptionalInt recordBytes =
        recordKib.isPresent()
            ? OptionalInt.of(recordKib.getAsInt() * BYTES_PER_KIB)
            : OptionalInt.empty();
    streams.createStream(stream, mode.orElse(StreamMode.PROVISIONED), shards, recordBytes);
    return null;
  }

  private Object deleteStream(Fields fields) {
    streams.deleteStream(StreamRef.required(fields));
    return null;
  }

  private Object describeStream(Fields fields) {
    int limit = fields.optionalInteger("Limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    String after = fields.optionalText("ExclusiveStartShardId", TextRule.NAME).orElse("");
    String stream = StreamRef.required(fields);
    StreamInfo info = streams.describe(stream);
    List<ShardInfo> shards =
        streams.shards(stream).stream().filter(s -> s.id().compareTo(after) > 0).toList();
    List<ShardInfo> page = shards.subList(0, Math.min(limit, shards.size()));
    return Answers.description(info, page, page.size() < shards.size());
  }

  private Object listStreams(Fields fields) {
    int limit = fields.optionalInteger("Limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Optional<String> start = fields.optionalText("ExclusiveStartStreamName", TextRule.NAME);
    Optional<String> token = fields.optionalText("NextToken", TextRule.NEXT_TOKEN);
    fields.check();
    String after = token.map(StreamOperations::decode).or(() -> start).orElse("");
    List<StreamInfo> all =
        streams.streams().stream().filter(s -> s.name().compareTo(after) > 0).toList();
    List<StreamInfo> page = all.subList(0, Math.min(limit, all.size()));
    boolean more = page.size() < all.size();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("StreamNames", page.stream().map(StreamInfo::name).toList());
    answer.put("HasMoreStreams", more);
    if (more) {
      answer.put("NextToken", encode(page.get(page.size() - 1).name()));
    }
    answer.put("StreamSummaries", page.stream().map(Answers::summary).toList());
    return answer;
  }

  private static String encode(String name) {
    return Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw KinesisException.invalidArgument("NextToken is invalid.");
    }
  }

  private Object retain(Fields fields, boolean longer) {
    int hours = fields.integer("RetentionPeriodHours", 1, Integer.MAX_VALUE);
    String stream = StreamRef.required(fields);
    if (longer) {
      streams.increaseRetention(stream, hours);
    } else {
      streams.decreaseRetention(stream, hours);
    }
    return null;
  }
}
