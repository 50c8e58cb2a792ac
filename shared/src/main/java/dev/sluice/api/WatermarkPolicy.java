package dev.sluice.api;

/**
 * How the watermarks of several streams make one, where an app puts them together by event time: in
 * a union, a join, a deduplication, or any operator behind one. A stream for itself has its own
 * watermark, whatever the policy.
 *
 * <pre>
 * newest event time of a, by batch:    12:00   12:01   12:02
 * newest event time of b, by batch:    12:10   12:20   none
 * MIN, out of order by nothing:        12:00   12:01   12:02
 * MAX, out of order by nothing:        12:10   12:20   12:20
 * </pre>
 */
public enum WatermarkPolicy {
  /**
   * The smallest: no stream's values are late because another one is ahead. Results wait for the
   * slowest stream, and as long as one of them has had no value, none come.
   */
  MIN,
  /**
   * The greatest: results wait for the fastest stream only, so that a slow or silent one holds
   * nothing up. What it brings behind that goes to the late outputs, as everything that is late.
   */
  MAX
}
