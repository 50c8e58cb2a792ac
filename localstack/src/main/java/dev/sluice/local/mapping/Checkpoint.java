package dev.sluice.local.mapping;

/** How far a shard is processed. */
public sealed interface Checkpoint {

  /**
   * Up to a record and with it.
   *
   * @param sequenceNumber the last record that needs no further delivery
   */
  record After(String sequenceNumber) implements Checkpoint {}

  /** To the end of a closed shard. */
  record End() implements Checkpoint {}
}
