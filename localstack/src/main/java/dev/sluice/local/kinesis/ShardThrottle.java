package dev.sluice.local.kinesis;

/**
 * What a shard lets through in the present second of the clock. AWS' documented limits: 1,000
 * records and 1 MiB a second in, 5 reads and 2 MiB a second out, where one large read uses up the
 * seconds that follow it.
 */
final class ShardThrottle {

  private static final int RECORDS_IN = 1_000;
  private static final long BYTES_IN = 1024 * 1024;
  private static final int READS_OUT = 5;
  private static final long BYTES_OUT = 2 * 1024 * 1024;
  private static final long MILLIS_PER_SECOND = 1000;

  private long inSecond = Long.MIN_VALUE;
  private int recordsIn;
  private long bytesIn;
  private long outSecond = Long.MIN_VALUE;
  private int readsOut;
  private long blockedUntilMillis = Long.MIN_VALUE;

  /** Takes a record in, or says no and takes nothing. */
  boolean admitsRecord(long nowMillis, long bytes) {
    long second = Math.floorDiv(nowMillis, MILLIS_PER_SECOND);
    if (second != inSecond) {
      inSecond = second;
      recordsIn = 0;
      bytesIn = 0;
    }
    // A record larger than a second's share passes when it is the first of its second.
    boolean admitted = recordsIn < RECORDS_IN && (recordsIn == 0 || bytesIn + bytes <= BYTES_IN);
    if (admitted) {
      recordsIn++;
      bytesIn += bytes;
    }
    return admitted;
  }

  /** Lets a read begin, or says no. */
  boolean admitsRead(long nowMillis) {
    long second = Math.floorDiv(nowMillis, MILLIS_PER_SECOND);
    if (second != outSecond) {
      outSecond = second;
      readsOut = 0;
    }
    boolean admitted = nowMillis >= blockedUntilMillis && readsOut < READS_OUT;
    if (admitted) {
      readsOut++;
    }
    return admitted;
  }

  /** Says what a read that was let in gave out. */
  void gaveOut(long nowMillis, long bytes) {
    long from = Math.max(blockedUntilMillis, nowMillis - MILLIS_PER_SECOND);
    blockedUntilMillis = from + bytes * MILLIS_PER_SECOND / BYTES_OUT;
  }
}
