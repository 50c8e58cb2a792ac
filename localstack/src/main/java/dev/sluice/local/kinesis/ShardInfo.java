package dev.sluice.local.kinesis;

import java.util.List;
import java.util.Optional;

/**
 * A shard as it is listed.
 *
 * @param parents none, the shard it was split from, or the two it was merged from
 * @param startingSequenceNumber below that of any record of the shard
 * @param endingSequenceNumber above that of any record; empty while the shard is open
 */
public record ShardInfo(
    String id,
    List<String> parents,
    HashRange range,
    String startingSequenceNumber,
    Optional<String> endingSequenceNumber) {

  static ShardInfo of(ShardState shard) {
    return new ShardInfo(
        shard.id(),
        shard.parents.stream().map(ShardState::idOf).toList(),
        shard.range,
        shard.sequenceNumber(shard.opened),
        shard.closed().map(shard::sequenceNumber));
  }
}
