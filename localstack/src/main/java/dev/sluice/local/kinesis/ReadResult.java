package dev.sluice.local.kinesis;

import java.util.List;
import java.util.Optional;

/**
 * What a read gave.
 *
 * @param nextIterator where to go on; empty at the end of a closed shard
 * @param millisBehindLatest 0 exactly when no record lies behind those that were read
 * @param children the shards that follow, at the end of a closed shard; else none
 */
public record ReadResult(
    List<ReadRecord> records,
    Optional<String> nextIterator,
    long millisBehindLatest,
    List<Child> children) {

  /**
   * A shard that follows.
   *
   * @param parents all of its parents
   */
  public record Child(String id, List<String> parents, HashRange range) {}
}
