package dev.sluice.ports;

import java.util.List;

/**
 * What the coordinator must know about a partitioned stream. Records themselves come through an
 * event source mapping, or whatever else delivers them. A shard is a part of the stream that is
 * ordered in itself: of a Kafka topic, a partition. Every method throws {@link
 * StoreUnavailableException} where the stream cannot answer now, and {@link StoreRefusedException}
 * where repeating cannot help (no such stream or shard, no permission).
 */
public interface Source {

  /**
   * A shard of a stream.
   *
   * @param id unique in the stream
   * @param parents the shards it was split or merged from, as far as the stream still lists them
   */
  record Shard(String id, List<String> parents) {}

  /**
   * What stands behind a position of a shard.
   *
   * @param empty whether the read gave no record; alone it does not mean that there is none
   * @param millisBehindLatest how far the end of the read was from the newest record. Empty and 0
   *     mean that nothing stood behind the position when it was read
   * @param ended whether the shard is closed and this position is its end; then the read was empty
   * @param children the shards that follow a shard that has ended, each with all of its parents
   */
  record Probe(boolean empty, long millisBehindLatest, boolean ended, List<Shard> children) {}

  /** The shards that the stream lists now, closed ones included. New ones may show up late. */
  List<Shard> shards(String stream);

  /**
   * Looks behind a position by a read of the shard.
   *
   * <p>The read begins behind the whole record that has the position's sequence number: for a
   * position that {@linkplain Position#isInside is inside} of a record it says nothing about the
   * rest of that record, which is still to come. A lane that stands there is not idle, and need not
   * be probed.
   */
  Probe probe(String stream, String shardId, Position after);

  /**
   * The hash keys that a shard owns, the same from its beginning to its end; asked only of Kinesis
   * streams, where a producer has packed several records into one, each with a hash key of its own.
   *
   * @throws StoreUnavailableException also where the stream does not list the shard, or not yet
   */
  HashRange hashKeys(String stream, String shardId);
}
