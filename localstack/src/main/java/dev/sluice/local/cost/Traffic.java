package dev.sluice.local.cost;

import java.time.Duration;

/**
 * How records come.
 *
 * @param recordsPerSecond of all shards together
 * @param shards of the stream
 * @param batchSize most records of a call
 * @param batchingWindow for how long a mapping gathers records for a call
 * @param schedule how often the coordinator is run, besides being woken
 */
public record Traffic(
    double recordsPerSecond,
    int shards,
    int batchSize,
    Duration batchingWindow,
    Duration schedule) {

  public Traffic {
    if (!(recordsPerSecond > 0) || shards < 1 || batchSize < 1 || batchingWindow.isNegative()) {
      throw new IllegalArgumentException(
          "traffic has more than 0 records a second, 1 shard or more, and calls of 1 record or"
              + " more");
    }
  }

  /** How many records a call has: as many as come while they are gathered. */
  int recordsPerCall() {
    double gathered = recordsPerSecond / shards * batchingWindow.toMillis() / 1000;
    return (int) Math.max(1, Math.min(batchSize, Math.floor(gathered)));
  }

  /** When a record comes, behind the first. */
  long afterMillis(long record) {
    return (long) (record * 1000.0 / recordsPerSecond);
  }
}
