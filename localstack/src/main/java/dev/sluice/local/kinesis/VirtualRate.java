package dev.sluice.local.kinesis;

import java.util.Locale;

/**
 * A clock that only arriving records move, for runs that must be the same every time: record i
 * (from 0) is stamped {@code start + floor(i * 1000 / rate)}, and the present is the stamp given
 * last, or the start before the first one. Safe for use by several threads.
 */
public final class VirtualRate implements ArrivalStamps {

  private static final long MILLIS_PER_SECOND = 1000;

  private final long startMillis;
  private final long recordsPerSecond;
  private long given;
  private long nowMillis;

  /**
   * @param startMillis the stamp of the first record, milliseconds since 1970-01-01T00:00Z
   * @param recordsPerSecond how many records share a second, at least 1
   */
  public VirtualRate(long startMillis, long recordsPerSecond) {
    if (startMillis < 0 || recordsPerSecond < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a virtual clock that starts at %d ms with %d records a second: the start must not be negative, the rate at least 1",
              startMillis,
              recordsPerSecond));
    }
    this.startMillis = startMillis;
    this.recordsPerSecond = recordsPerSecond;
    this.nowMillis = startMillis;
  }

  @Override
  public synchronized long nextMillis() {
    nowMillis = stamp(given);
    given++;
    return nowMillis;
  }

  @Override
  public synchronized long nowMillis() {
    return nowMillis;
  }

  @Override
  public synchronized void resume(long givenCount, long newestMillis) {
    given = givenCount;
    nowMillis = givenCount == 0 ? startMillis : stamp(givenCount - 1);
  }

  private long stamp(long index) {
    return Math.addExact(
        startMillis, Math.multiplyExact(index, MILLIS_PER_SECOND) / recordsPerSecond);
  }
}
