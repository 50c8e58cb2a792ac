package dev.sluice.local.kinesis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that can happen to the streams. A change is decided first, then kept in the {@link Journal},
 * then applied; applying the kept ones in their order gives the same streams again, stamps and
 * sequence numbers included.
 */
public sealed interface Change {

  /** A new stream with even hash ranges. Its shards open at {@code createdMillis}. */
  record StreamCreated(
      String stream, long createdMillis, StreamMode mode, int shardCount, int maxRecordBytes)
      implements Change {}

  /** A stream is gone with all records. */
  record StreamDeleted(String stream) implements Change {}

  /**
   * Records of a stream are readable for this many hours from now on. Those that arrived before
   * {@code horizonMillis} had expired already and must not come back.
   */
  record RetentionSet(String stream, int hours, long horizonMillis) implements Change {}

  /** Shards are closed and their hash ranges given to new ones, in this order. */
  record Resharded(String stream, long atMillis, List<Step> steps) implements Change {

    /**
     * @param parents the one shard that is split, or the two that are merged, lower range first
     * @param ranges the children's hash ranges, ascending
     */
    public record Step(List<Integer> parents, List<HashRange> ranges) {}
  }

  /** The records of one call, in their order. Their counters go on from the stream's. */
  record RecordsStored(String stream, List<Arrival> arrivals, Optional<Cursor> cursor)
      implements Change {

    /**
     * @param shard the number of the shard that takes the record
     * @param stampMillis its arrival stamp, not below that of any earlier record of the stream
     */
    public record Arrival(int shard, long stampMillis, String partitionKey, byte[] data) {}
  }

  /** Everything but the records, so that what lies before it may be forgotten. */
  record Snapshot(List<StreamPart> streams, Map<String, Long> cursors, long accepted, long newest)
      implements Change {

    /** A stream without its records. */
    public record StreamPart(
        String name,
        long createdMillis,
        StreamMode mode,
        int maxRecordBytes,
        int retentionHours,
        long counter,
        long newestMillis,
        List<ShardPart> shards) {}

    /**
     * A shard without its records.
     *
     * @param parents none, the one it was split from, or the two it was merged from
     * @param closed where and when the shard ended, if it did
     */
    public record ShardPart(
        HashRange range, List<Integer> parents, Moment opened, Optional<Moment> closed) {}
  }

  /** A point in a stream's life: the counter and the time at which it happened. */
  record Moment(long counter, long atMillis) {}
}
