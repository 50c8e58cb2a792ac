package dev.sluice.local.kinesis;

import dev.sluice.ports.Clock;

/**
 * Where arrival stamps come from. Its {@link #nowMillis()} is the time that retention and {@code
 * MillisBehindLatest} are measured against, so stamps and the present never come from two clocks.
 */
public interface ArrivalStamps extends Clock {

  /**
   * The stamp of the next accepted record, milliseconds since 1970-01-01T00:00Z. Called once per
   * accepted record, in the order of arrival.
   */
  long nextMillis();

  /**
   * Goes on where an earlier process ended. Called once, before any {@link #nextMillis()}.
   *
   * @param givenCount how many stamps were given so far
   * @param newestMillis the newest of them; meaningless when there are none
   */
  default void resume(long givenCount, long newestMillis) {}
}
