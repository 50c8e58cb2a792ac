package dev.sluice.local.kinesis;

import dev.sluice.local.kinesis.Change.Moment;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** A stream with its shards. Guarded by the lock of {@link KinesisStreams}. */
final class StreamState {

  /** AWS' default retention. */
  static final int DEFAULT_RETENTION_HOURS = 24;

  final String name;
  final long createdMillis;
  final StreamMode mode;
  final int maxRecordBytes;
  final List<ShardState> shards = new ArrayList<>();
  private final TreeMap<BigInteger, ShardState> open = new TreeMap<>();
  int retentionHours = DEFAULT_RETENTION_HOURS;
  private long counter;
  private long newestMillis;

  StreamState(String name, long createdMillis, StreamMode mode, int maxRecordBytes) {
    this.name = name;
    this.createdMillis = createdMillis;
    this.newestMillis = createdMillis;
    this.mode = mode;
    this.maxRecordBytes = maxRecordBytes;
  }

  void resume(long atCounter, long atMillis) {
    counter = atCounter;
    newestMillis = atMillis;
  }

  /** The counter that the next record or event of this stream gets. */
  long nextCounter() {
    return counter;
  }

  /** The time of the newest record or event; nothing that follows may lie before it. */
  long newestMillis() {
    return newestMillis;
  }

  Moment next(long atMillis) {
    newestMillis = Math.max(newestMillis, atMillis);
    return new Moment(counter++, newestMillis);
  }

  ShardState add(HashRange range, List<Integer> parents, Moment opened) {
    ShardState shard = new ShardState(shards.size(), range, parents, opened);
    shards.add(shard);
    open.put(range.start(), shard);
    return shard;
  }

  void close(ShardState shard, Moment moment) {
    shard.close(moment);
    open.remove(shard.range.start(), shard);
  }

  /** The open shards, ascending by hash range. */
  Collection<ShardState> openShards() {
    return open.values();
  }

  /** The open shard that takes a hash key. */
  ShardState shardFor(BigInteger hashKey) {
    return open.floorEntry(hashKey).getValue();
  }

  /** Records that arrived before this are not readable any more. */
  long horizonMillis(long nowMillis) {
    return nowMillis - Duration.ofHours(retentionHours).toMillis();
  }

  /** Whether a record that arrived at a time, or before, is there and may be read at another. */
  boolean mayRead(long stampMillis, long nowMillis) {
    return stampMillis >= horizonMillis(nowMillis) && hasBefore(stampMillis + 1);
  }

  /** Whether there are records that arrived before a time. */
  boolean hasBefore(long millis) {
    return shards.stream().anyMatch(shard -> shard.records.indexOfStamp(millis) > 0);
  }

  /** Behind the end of all shards that ended before a time; before all times if none did. */
  long behindEndsBefore(long millis) {
    return shards.stream()
        .filter(shard -> shard.isGone(millis))
        .mapToLong(shard -> shard.closed().orElseThrow().atMillis() + 1)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** Records that arrived before are not readable from now on, whatever the retention. */
  void dropBefore(long millis) {
    for (ShardState shard : shards) {
      shard.records.dropBefore(millis);
    }
  }
}
