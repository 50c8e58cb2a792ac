package dev.sluice.local.mapping;

/**
 * When to read a shard again: at once while there is more behind what was read, after the poll
 * interval at the shard's newest record, more seldom where nothing came for a while or where reads
 * fail.
 */
final class Polling {

  /** A shard without a record for so many reads is polled more and more seldom ... */
  private static final int IDLE_READS = 50;

  /** ... down to once in so many poll intervals. */
  private static final int MOST_IDLE_INTERVALS = 4;

  private final long intervalMillis;
  private final Backoff errors;
  private int emptyReads;
  private int failedReads;
  private long nextMillis = Long.MIN_VALUE;

  Polling(MappingSettings settings) {
    this.intervalMillis = settings.pollInterval().toMillis();
    this.errors = settings.retryBackoff();
  }

  long nextMillis() {
    return nextMillis;
  }

  void read(int records, boolean more, long nowMillis) {
    failedReads = 0;
    emptyReads = records > 0 || more ? 0 : emptyReads + 1;
    int slower = Math.max(1, Math.min(MOST_IDLE_INTERVALS, emptyReads - IDLE_READS + 1));
    // An empty read before the newest record is one of the gaps that Kinesis has: not a reason to
    // wait long, but an empty answer at once after another would be a busy loop.
    nextMillis = more && records > 0 ? nowMillis : nowMillis + slower * intervalMillis;
  }

  void failed(long nowMillis) {
    failedReads++;
    nextMillis = nowMillis + errors.millis(failedReads);
  }
}
