package dev.sluice.local.mapping;

import java.util.List;

/**
 * Records that are to go into one call, with what happened to them so far.
 *
 * @param records in the shard's order, at least one
 * @param invocations calls that had them
 * @param failures failures that count as retries
 * @param waits how many waits came before, for the backoff; starts anew after progress
 * @param notBeforeMillis when to try again, by the timer
 * @param functionError whether the last failure was of the whole batch
 * @param exhausted whether they are to be discarded
 */
record Piece(
    List<ShardRecord> records,
    int invocations,
    int failures,
    int waits,
    long notBeforeMillis,
    boolean functionError,
    boolean exhausted) {

  static Piece fresh(List<ShardRecord> records) {
    return new Piece(List.copyOf(records), 0, 0, 0, Long.MIN_VALUE, false, false);
  }

  /** The same history for a part of the records, from {@code from} to before {@code to}. */
  Piece part(int from, int to) {
    return new Piece(
        records.subList(from, to),
        invocations,
        failures,
        waits,
        notBeforeMillis,
        functionError,
        exhausted);
  }

  Piece invoked() {
    return new Piece(
        records, invocations + 1, failures, waits, notBeforeMillis, functionError, exhausted);
  }

  /** A failure that counts as a retry; {@code most} is -1 for no limit. */
  Piece failed(int most, boolean wholeBatch) {
    boolean noMore = most >= 0 && failures >= most;
    return new Piece(
        records, invocations, failures + 1, waits, notBeforeMillis, wholeBatch, noMore);
  }

  Piece progressed() {
    return new Piece(records, invocations, failures, 0, Long.MIN_VALUE, functionError, exhausted);
  }

  Piece waiting(long nowMillis, Backoff backoff) {
    return new Piece(
        records,
        invocations,
        failures,
        waits + 1,
        nowMillis + backoff.millis(waits + 1),
        functionError,
        exhausted);
  }

  Piece until(long millis) {
    return new Piece(records, invocations, failures, waits, millis, functionError, exhausted);
  }
}
