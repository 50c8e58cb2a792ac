package dev.sluice.local.kinesis;

import dev.sluice.local.kinesis.Change.Resharded;
import dev.sluice.local.kinesis.Change.Resharded.Step;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Splits and merges shards. Each call is one change, so it happens as a whole or not at all. */
final class Resharding {

  /** AWS' documented bound for UpdateShardCount. */
  private static final int MAX_SHARD_COUNT = 10_000;

  private final Core core;

  Resharding(Core core) {
    this.core = core;
  }

  void split(String name, String shardId, BigInteger newStartingHashKey) {
    StreamState stream = core.stream(name);
    ShardState shard = openShard(stream, shardId);
    HashRange range = shard.range;
    boolean inside =
        newStartingHashKey.compareTo(range.start().add(BigInteger.ONE)) > 0
            && newStartingHashKey.compareTo(range.end()) < 0;
    if (!inside) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "NewStartingHashKey %s used in SplitShard() on shard %s in stream %s under account %s is"
                  + " not both greater than one plus the shard's StartingHashKey %s and less than"
                  + " the shard's EndingHashKey %s.",
              newStartingHashKey,
              shard.id(),
              name,
              core.settings.account(),
              range.start(),
              range.end()));
    }
    core.checkShardLimit(1);
    commit(stream, List.of(new Step(List.of(shard.number), range.splitAt(newStartingHashKey))));
  }

  void merge(String name, String shardId, String adjacentShardId) {
    StreamState stream = core.stream(name);
    ShardState one = openShard(stream, shardId);
    ShardState other = openShard(stream, adjacentShardId);
    ShardState lower = one.range.start().compareTo(other.range.start()) < 0 ? one : other;
    ShardState upper = lower == one ? other : one;
    if (!lower.range.isFollowedBy(upper.range)) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "Shards %s and %s in stream %s under account %s are not an adjacent pair of shards eligible for merging",
              one.id(),
              other.id(),
              name,
              core.settings.account()));
    }
    HashRange whole = new HashRange(lower.range.start(), upper.range.end());
    commit(stream, List.of(new Step(List.of(one.number, other.number), List.of(whole))));
  }

  ShardCountUpdate update(String name, int target) {
    StreamState stream = core.stream(name);
    int before = stream.openShards().size();
    if (stream.mode == StreamMode.ON_DEMAND) {
      throw KinesisException.validation(
          String.format(
              Locale.ROOT,
              "Request is invalid. Stream %s under account %s is in On-Demand mode.",
              name,
              core.settings.account()));
    }
    if (target > 2L * before) {
      throw outOfProportion("up over double", before, target);
    }
    if (2L * target < before) {
      throw outOfProportion("down below half", before, target);
    }
    if (target > MAX_SHARD_COUNT) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "UpdateShardCount cannot scale a stream to more than %d shards. Target shard count: %d",
              MAX_SHARD_COUNT,
              target));
    }
    core.checkShardLimit(target - before);
    List<Step> steps = ReshardPlan.toEven(stream, target);
    if (!steps.isEmpty()) {
      commit(stream, steps);
    }
    return new ShardCountUpdate(before, target);
  }

  private static KinesisException outOfProportion(String how, int before, int target) {
    return KinesisException.invalidArgument(
        String.format(
            Locale.ROOT,
            "UpdateShardCount cannot scale %s your current open shard count. Current open shard count: %d Target shard count: %d",
            how,
            before,
            target));
  }

  private ShardState openShard(StreamState stream, String shardId) {
    ShardState shard = core.shard(stream, shardId);
    if (!shard.isOpen()) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "Shard %s in stream %s under account %s has already been merged or split, and thus is not eligible for merging or splitting.",
              shard.id(),
              stream.name,
              core.settings.account()));
    }
    return shard;
  }

  private void commit(StreamState stream, List<Step> steps) {
    long atMillis = Math.max(stream.newestMillis(), core.nowMillis());
    core.commit(new Resharded(stream.name, atMillis, steps));
  }
}
