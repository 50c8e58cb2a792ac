package dev.sluice.local.kinesis.http;

import dev.sluice.local.kinesis.HashRange;
import dev.sluice.local.kinesis.PutResult;
import dev.sluice.local.kinesis.ReadRecord;
import dev.sluice.local.kinesis.ReadResult;
import dev.sluice.local.kinesis.ShardInfo;
import dev.sluice.local.kinesis.StreamInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The structures of answers, under AWS' names. What has no value is left out. */
final class Answers {

  private static final int BYTES_PER_KIB = 1024;
  private static final String ACTIVE = "ACTIVE";

  private Answers() {}

  static Map<String, Object> summary(StreamInfo stream) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("StreamName", stream.name());
    answer.put("StreamARN", stream.arn());
    answer.put("StreamStatus", ACTIVE);
    answer.put("StreamModeDetails", Map.of("StreamMode", stream.mode().name()));
    answer.put("StreamCreationTimestamp", new Encoding.Time(stream.createdMillis()));
    return answer;
  }

  private static Map<String, Object> described(StreamInfo stream) {
    Map<String, Object> answer = summary(stream);
    answer.put("RetentionPeriodHours", stream.retentionHours());
    answer.put("EnhancedMonitoring", List.of(Map.of("ShardLevelMetrics", List.of())));
    answer.put("EncryptionType", "NONE");
    return answer;
  }

  static Map<String, Object> description(StreamInfo stream, List<ShardInfo> shards, boolean more) {
    Map<String, Object> answer = described(stream);
    answer.put("Shards", shards.stream().map(Answers::shard).toList());
    answer.put("HasMoreShards", more);
    return Map.of("StreamDescription", answer);
  }

  static Map<String, Object> descriptionSummary(StreamInfo stream) {
    Map<String, Object> answer = described(stream);
    answer.put("OpenShardCount", stream.openShardCount());
    answer.put("ConsumerCount", 0);
    answer.put("MaxRecordSizeInKiB", stream.maxRecordBytes() / BYTES_PER_KIB);
    return Map.of("StreamDescriptionSummary", answer);
  }

  static Map<String, Object> shard(ShardInfo shard) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ShardId", shard.id());
    if (!shard.parents().isEmpty()) {
      answer.put("ParentShardId", shard.parents().get(0));
    }
    if (shard.parents().size() > 1) {
      answer.put("AdjacentParentShardId", shard.parents().get(1));
    }
    answer.put("HashKeyRange", range(shard.range()));
    Map<String, Object> sequence = new LinkedHashMap<>();
    sequence.put("StartingSequenceNumber", shard.startingSequenceNumber());
    shard.endingSequenceNumber().ifPresent(end -> sequence.put("EndingSequenceNumber", end));
    answer.put("SequenceNumberRange", sequence);
    return answer;
  }

  private static Map<String, Object> range(HashRange range) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("StartingHashKey", range.start().toString());
    answer.put("EndingHashKey", range.end().toString());
    return answer;
  }

  static Map<String, Object> put(PutResult result) {
    Map<String, Object> answer = new LinkedHashMap<>();
    if (result instanceof PutResult.Stored stored) {
      answer.put("ShardId", stored.shardId());
      answer.put("SequenceNumber", stored.sequenceNumber());
    } else if (result instanceof PutResult.Refused refused) {
      answer.put("ErrorCode", refused.code());
      answer.put("ErrorMessage", refused.message());
    }
    return answer;
  }

  static Map<String, Object> read(ReadResult result) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Records", result.records().stream().map(Answers::record).toList());
    result.nextIterator().ifPresent(next -> answer.put("NextShardIterator", next));
    answer.put("MillisBehindLatest", result.millisBehindLatest());
    if (!result.children().isEmpty()) {
      answer.put("ChildShards", result.children().stream().map(Answers::child).toList());
    }
    return answer;
  }

  private static Map<String, Object> record(ReadRecord record) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("SequenceNumber", record.sequenceNumber());
    answer.put("ApproximateArrivalTimestamp", new Encoding.Time(record.stampMillis()));
    answer.put("Data", record.data());
    answer.put("PartitionKey", record.partitionKey());
    return answer;
  }

  private static Map<String, Object> child(ReadResult.Child child) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ShardId", child.id());
    answer.put("ParentShards", child.parents());
    answer.put("HashKeyRange", range(child.range()));
    return answer;
  }
}
