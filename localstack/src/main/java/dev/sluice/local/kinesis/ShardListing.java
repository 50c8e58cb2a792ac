package dev.sluice.local.kinesis;

import java.util.List;
import java.util.function.Predicate;

/** Which shards a stream lists. */
final class ShardListing {

  private final Core core;

  ShardListing(Core core) {
    this.core = core;
  }

  List<ShardInfo> list(String name, ShardFilter filter) {
    StreamState stream = core.stream(name);
    long horizon = stream.horizonMillis(core.nowMillis());
    Predicate<ShardState> wanted = wanted(stream, filter, Math.max(horizon, stream.createdMillis));
    return stream.shards.stream()
        .filter(shard -> !shard.isGone(horizon))
        .filter(wanted)
        .map(ShardInfo::of)
        .toList();
  }

  private Predicate<ShardState> wanted(StreamState stream, ShardFilter filter, long horizon) {
    return switch (filter.type()) {
      case FROM_TRIM_HORIZON -> shard -> true;
      case AT_LATEST -> ShardState::isOpen;
      case AT_TRIM_HORIZON -> shard -> openAt(shard, horizon);
      case AT_TIMESTAMP -> {
        long at = Math.max(horizon, filter.timestampMillis().orElseThrow());
        yield shard -> openAt(shard, at);
      }
      case FROM_TIMESTAMP -> {
        long from = Math.max(horizon, filter.timestampMillis().orElseThrow());
        yield shard -> notClosedBefore(shard, from);
      }
      case AFTER_SHARD_ID -> {
        int number = core.shardNumber(stream, filter.shardId().orElseThrow());
        yield shard -> shard.number > number;
      }
    };
  }

  /** AWS includes both ends: opened by then, and closed then or later. */
  private static boolean openAt(ShardState shard, long millis) {
    return shard.opened.atMillis() <= millis && notClosedBefore(shard, millis);
  }

  private static boolean notClosedBefore(ShardState shard, long millis) {
    return shard.closed().map(closed -> closed.atMillis() >= millis).orElse(true);
  }
}
