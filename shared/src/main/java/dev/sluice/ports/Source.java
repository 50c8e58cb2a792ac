package dev.sluice.ports;

import java.util.List;

/**
 * What the coordinator must know about a partitioned stream. Records themselves come through the
 * event source mapping. Every method throws {@link StoreUnavailableException} where the stream
 * cannot answer now.
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
   * @param empty whether the read gave no record
   * @param millisBehindLatest how far the read was from the newest record; 0 means that nothing is
   *     behind the position, even where {@code empty} alone may not mean it
   * @param ended whether the shard is closed and this position is its end
   * @param children the shards that follow a shard that has ended, each with all of its parents
   */
  record Probe(boolean empty, long millisBehindLatest, boolean ended, List<Shard> children) {}

  /** The shards that the stream lists now, closed ones included. New ones may show up late. */
  List<Shard> shards(String stream);

  /** Looks behind a position by one read of the shard. */
  Probe probe(String stream, String shardId, Position after);
}
