package dev.sluice.local.kinesis.http;

import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.ShardCountUpdate;
import dev.sluice.local.kinesis.ShardFilter;
import dev.sluice.local.kinesis.ShardInfo;
import dev.sluice.local.kinesis.StreamInfo;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Listing and resharding. */
final class ShardOperations {

  /** AWS: a call lists 1,000 shards at most, even if it asks for up to 10,000. */
  private static final int MAX_LISTED = 1_000;

  private static final int MAX_RESULTS = 10_000;

  /** How UpdateShardCount may spread the hash keys; AWS knows one way only. */
  private enum Scaling {
    UNIFORM_SCALING
  }

  private final KinesisStreams streams;

  ShardOperations(KinesisStreams streams) {
    this.streams = streams;
  }

  void register(Map<String, Operation> operations) {
    operations.put("ListShards", (fields, call) -> listShards(fields));
    operations.put("SplitShard", (fields, call) -> splitShard(fields));
    operations.put("MergeShards", (fields, call) -> mergeShards(fields));
    operations.put("UpdateShardCount", (fields, call) -> updateShardCount(fields));
  }

  private Object listShards(Fields fields) {
    int limit = fields.optionalInteger("MaxResults", 1, MAX_RESULTS).orElse(MAX_LISTED);
    ShardToken place = place(fields);
    StreamInfo stream = streams.describe(place.stream());
    if (stream.createdMillis() != place.createdMillis()) {
      throw KinesisException.notFound(
          String.format(
              Locale.ROOT,
              "Stream %s under account %s not found: the one of this name was created at another time.",
              stream.name(),
              streams.settings().account()));
    }
    List<ShardInfo> shards =
        streams.shards(place.stream(), place.filter()).stream()
            .filter(shard -> shard.id().compareTo(place.afterShardId()) > 0)
            .toList();
    List<ShardInfo> page = shards.subList(0, Math.min(Math.min(limit, MAX_LISTED), shards.size()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Shards", page.stream().map(Answers::shard).toList());
    if (page.size() < shards.size()) {
      ShardToken next =
          new ShardToken(
              place.stream(),
              place.createdMillis(),
              page.get(page.size() - 1).id(),
              place.filter(),
              streams.nowMillis());
      answer.put("NextToken", next.toText());
    }
    return answer;
  }

  /** Where to begin: as the token says, or as the other members say. */
  private ShardToken place(Fields fields) {
    Optional<String> after = fields.optionalText("ExclusiveStartShardId", TextRule.NAME);
    Optional<String> token = fields.optionalText("NextToken", TextRule.NEXT_TOKEN);
    Optional<Long> created = fields.time("StreamCreationTimestamp");
    Optional<ShardFilter> filter = filter(fields);
    Optional<String> stream = StreamRef.optional(fields);
    if (token.isPresent()) {
      if (stream.isPresent() || after.isPresent() || created.isPresent()) {
        throw KinesisException.invalidArgument(
            "NextToken and StreamName cannot be provided together.");
      }
      return ShardToken.parse(token.get(), streams.nowMillis());
    }
    String name =
        stream.orElseThrow(
            () ->
                KinesisException.invalidArgument(
                    "Either NextToken or StreamName should be provided."));
    return new ShardToken(
        name,
        created.orElseGet(() -> streams.describe(name).createdMillis()),
        after.orElse("-"),
        filter.orElse(ShardFilter.ALL),
        streams.nowMillis());
  }

  private static Optional<ShardFilter> filter(Fields fields) {
    Optional<Fields> given = fields.structure("ShardFilter");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Fields members = given.get();
    ShardFilter.Type type = members.requiredChoice("Type", ShardFilter.Type.class);
    Optional<String> shardId = members.optionalText("ShardId", TextRule.NAME);
    Optional<Long> timestamp = members.time("Timestamp");
    fields.check();
    return Optional.of(new ShardFilter(type, shardId, timestamp));
  }

  private Object splitShard(Fields fields) {
    String hashKey = fields.text("NewStartingHashKey", TextRule.HASH_KEY);
    String shardId = fields.text("ShardToSplit", TextRule.NAME);
    streams.splitShard(StreamRef.required(fields), shardId, new BigInteger(hashKey));
    return null;
  }

  private Object mergeShards(Fields fields) {
    String shardId = fields.text("ShardToMerge", TextRule.NAME);
    String adjacent = fields.text("AdjacentShardToMerge", TextRule.NAME);
    streams.mergeShards(StreamRef.required(fields), shardId, adjacent);
    return null;
  }

  private Object updateShardCount(Fields fields) {
    int target = fields.integer("TargetShardCount", 1, Integer.MAX_VALUE);
    fields.requiredChoice("ScalingType", Scaling.class);
    String stream = StreamRef.required(fields);
    ShardCountUpdate update = streams.updateShardCount(stream, target);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("StreamName", stream);
    answer.put("CurrentShardCount", update.before());
    answer.put("TargetShardCount", update.after());
    answer.put("StreamARN", streams.settings().streamArn(stream));
    return answer;
  }
}
