package dev.sluice.simulation;

/** Something that happens outside of the app, at a time of day in milliseconds. */
public sealed interface Event {
  long atMillis();

  /**
   * A record arrives.
   *
   * @param stampMillis what the stream stamps it with, which may be a little before that
   */
  record Put(long atMillis, long stampMillis, String partitionKey, byte[] data) implements Event {}

  /** An open shard is split. */
  record Split(long atMillis, int openShard) implements Event {}

  /** Two adjacent open shards become one, if there are any. */
  record Merge(long atMillis) implements Event {}

  /** Hours pass up to this time. */
  record Leap(long atMillis) implements Event {}
}
