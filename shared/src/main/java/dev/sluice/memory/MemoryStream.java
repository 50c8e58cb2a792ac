package dev.sluice.memory;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Lineage;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stream in memory with the shards, hash ranges and resharding of Kinesis. Arrival stamps are
 * given by the caller and need not increase. Sequence numbers depend on the shard and on the
 * record's place in it, on nothing else, so that the same puts give the same stream. Records stay
 * until they are told to {@linkplain #expire expire}. Thread-safe.
 */
public final class MemoryStream implements Source {

  /** Far above what tests need; a mistaken count shall fail rather than fill the memory. */
  private static final int MAX_SHARDS = 100_000;

  private final String name;
  private final int placeDigits;
  private final Map<String, MemoryShard> shards = new LinkedHashMap<>();

  /** Shards that are listed no more. */
  private final Map<String, MemoryShard> gone = new HashMap<>();

  private List<Shard> listing = List.of();
  private final Set<String> added = new LinkedHashSet<>();

  /**
   * A stream whose shards share the hash keys evenly.
   *
   * @param shardCount open shards to begin with, at least 1
   */
  public MemoryStream(String name, int shardCount) {
    this(name, shardCount, MemoryShard.PLACE_DIGITS);
  }

  /**
   * As {@link #MemoryStream(String, int)}, with shorter sequence numbers, which grow longer.
   *
   * @param placeDigits the least digits of a record's place in a sequence number, 0 to 36; those of
   *     Kinesis always have 36
   */
  public MemoryStream(String name, int shardCount, int placeDigits) {
    if (placeDigits < 0 || placeDigits > MemoryShard.PLACE_DIGITS) {
      throw new IllegalArgumentException(
          "places have 0 to " + MemoryShard.PLACE_DIGITS + " digits, not " + placeDigits);
    }
    if (shardCount < 1 || shardCount > MAX_SHARDS) {
      throw new IllegalArgumentException(
          "a stream has 1 to " + MAX_SHARDS + " shards, not " + shardCount);
    }
    this.name = name;
    this.placeDigits = placeDigits;
    HashRange.even(shardCount).forEach(range -> add(List.of(), range));
  }

  /**
   * Where a record went.
   *
   * @param shardId the shard
   * @param record the record as stored
   */
  public record Placed(String shardId, MemoryRecord record) {}

  /** The name by which {@link #shards(String)} and {@link #probe} know this stream. */
  public String name() {
    return name;
  }

  /** Puts a record into the open shard that owns the hash of its partition key. */
  public synchronized Placed put(String partitionKey, byte[] data, long stampMillis) {
    BigInteger hash = HashRange.hash(partitionKey);
    for (MemoryShard shard : shards.values()) {
      boolean byName = added.contains(shard.shard.id());
      if (!byName && !shard.isClosed() && shard.range.contains(hash)) {
        return new Placed(shard.shard.id(), shard.put(partitionKey, data, stampMillis));
      }
    }
    throw new IllegalStateException("no open shard of '" + name + "' owns hash key " + hash);
  }

  /**
   * Puts a record into a given shard, as a producer with an explicit hash key does.
   *
   * @throws IllegalArgumentException if the shard is closed
   */
  public synchronized MemoryRecord putTo(
      String shardId, String partitionKey, byte[] data, long stampMillis) {
    return open(shardId).put(partitionKey, data, stampMillis);
  }

  /**
   * The records behind a position, in order: an event source mapping reads like this. The
   * sub-sequence number of the position does not count, as in Kinesis.
   *
   * @param max at most so many, at least 1
   */
  public synchronized List<MemoryRecord> read(String shardId, Position after, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("a read takes at least 1 record, not " + max);
    }
    return shard(shardId).read(after, max);
  }

  /** Splits an open shard in the middle of its hash keys and closes it. */
  public synchronized List<Shard> split(String shardId) {
    return split(shardId, open(shardId).range.middle());
  }

  /**
   * Splits an open shard and closes it.
   *
   * @param secondFrom the first hash key of the second child
   * @return the two children
   */
  public synchronized List<Shard> split(String shardId, BigInteger secondFrom) {
    MemoryShard parent = open(shardId);
    HashRange range = parent.range;
    if (secondFrom.compareTo(range.from()) <= 0 || !range.contains(secondFrom)) {
      throw new IllegalArgumentException(
          shardId + " owns " + range + " and cannot be split at " + secondFrom);
    }
    List<String> parents = List.of(shardId);
    Shard first = add(parents, new HashRange(range.from(), secondFrom));
    Shard second = add(parents, new HashRange(secondFrom, range.to()));
    parent.children.addAll(List.of(first, second));
    return List.of(first, second);
  }

  /**
   * Merges two open shards with adjacent hash keys and closes them.
   *
   * @return the child
   */
  public synchronized Shard merge(String shardId, String adjacentShardId) {
    MemoryShard one = open(shardId);
    MemoryShard other = open(adjacentShardId);
    if (!one.range.touches(other.range)) {
      throw new IllegalArgumentException(
          shardId + " and " + adjacentShardId + " own hash keys that are not adjacent");
    }
    Shard child = add(List.of(shardId, adjacentShardId), one.range.join(other.range));
    one.children.add(child);
    other.children.add(child);
    return child;
  }

  /**
   * Adds a shard without parents, as topics get partitions. It gets what is put to it by name, and
   * has no part in splits and merges.
   */
  public synchronized Shard grow() {
    Shard added = add(List.of(), HashRange.ALL);
    this.added.add(added.id());
    return added;
  }

  /** The shards that were added, oldest first. */
  public synchronized List<String> added() {
    return List.copyOf(added);
  }

  /** All shards that there ever were, each with all of its parents, oldest first. */
  public synchronized List<Shard> everyShard() {
    return Stream.concat(shards.values().stream(), gone.values().stream())
        .map(each -> each.shard)
        .sorted(Comparator.comparing(Shard::id))
        .toList();
  }

  /** The hash keys that a shard owns, or owned while it was listed. */
  public synchronized HashRange owned(String shardId) {
    return shard(shardId).range;
  }

  /** Whether a shard has left the stream. */
  public synchronized boolean isGone(String shardId) {
    return gone.containsKey(shardId);
  }

  /** Whether a shard was split or merged and takes no more records. */
  public synchronized boolean isClosed(String shardId) {
    return shard(shardId).isClosed();
  }

  @Override
  public synchronized List<Shard> shards(String stream) {
    checkStream(stream);
    if (listing.size() != shards.size()) {
      listing = Lineage.amongThemselves(withAllParents());
    }
    return listing;
  }

  @Override
  public synchronized Probe probe(String stream, String shardId, Position after) {
    checkStream(stream);
    return gone.containsKey(shardId)
        ? Probe.gone(Lineage.followers(shardId, withAllParents()))
        : shard(shardId).probe(after);
  }

  @Override
  public synchronized HashRange hashKeys(String stream, String shardId) {
    checkStream(stream);
    if (gone.containsKey(shardId)) {
      throw new StoreUnavailableException(
          "stream '" + stream + "' does not list shard " + shardId + " any more", null);
    }
    return owned(shardId);
  }

  @Override
  public synchronized Optional<Missed> missed(
      String stream, String shardId, Position after, int maxRecords) {
    checkStream(stream);
    return Optional.of(
        gone.containsKey(shardId) ? Missed.gone(after) : shard(shardId).missed(after, maxRecords));
  }

  /** Lets the records of all shards expire that arrived before a moment. */
  public synchronized void expire(long beforeMillis) {
    shards.values().forEach(shard -> shard.expire(beforeMillis));
  }

  /**
   * Lets a shard leave the stream, as Kinesis does with one that was closed for as long as its
   * records are kept: it is listed no more, and what is left of it cannot be had.
   *
   * @throws IllegalArgumentException if the shard is open
   */
  public synchronized void remove(String shardId) {
    MemoryShard shard = shard(shardId);
    if (!shard.isClosed()) {
      throw new IllegalArgumentException(shardId + " of '" + name + "' is open");
    }
    shard.expire(Long.MAX_VALUE);
    shards.remove(shardId);
    listing = List.of();
    gone.put(shardId, shard);
  }

  private List<Shard> withAllParents() {
    return shards.values().stream().map(each -> each.shard).toList();
  }

  private Shard add(List<String> parents, HashRange range) {
    int number = shards.size() + gone.size();
    if (number == MAX_SHARDS) {
      throw new IllegalStateException("'" + name + "' has " + MAX_SHARDS + " shards, the limit");
    }
    MemoryShard one = new MemoryShard(number, parents, range, placeDigits);
    shards.put(one.shard.id(), one);
    return one.shard;
  }

  private MemoryShard open(String shardId) {
    MemoryShard shard = shard(shardId);
    if (shard.isClosed()) {
      throw new IllegalArgumentException(
          shardId + " of '" + name + "' is closed; use its children " + shard.children);
    }
    return shard;
  }

  private MemoryShard shard(String shardId) {
    MemoryShard shard = shards.getOrDefault(shardId, gone.get(shardId));
    if (shard == null) {
      throw new StoreRefusedException(
          "stream '" + name + "' has no shard " + shardId + "; it has " + shards.keySet());
    }
    return shard;
  }

  private void checkStream(String stream) {
    if (!name.equals(stream)) {
      throw new StoreRefusedException(
          "there is no stream '" + stream + "' here; this one is '" + name + "'");
    }
  }
}
