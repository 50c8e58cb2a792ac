package dev.sluice.local.mapping;

import java.util.List;

/**
 * Records of one shard that go into one call, in the shard's order.
 *
 * @param shardId the shard
 * @param records at least one
 */
public record Batch(String shardId, List<ShardRecord> records) {

  public Batch {
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a batch of " + shardId + " has no records");
    }
  }

  /** The first record. */
  public ShardRecord first() {
    return records.get(0);
  }

  /** The last record. */
  public ShardRecord last() {
    return records.get(records.size() - 1);
  }
}
