package dev.sluice.local.kinesis;

/** What became of one record of a call. */
public sealed interface PutResult {

  /** It is in the shard under this sequence number. */
  record Stored(String shardId, String sequenceNumber) implements PutResult {}

  /** It is not stored; the caller may send it again. */
  record Refused(String code, String message) implements PutResult {}
}
