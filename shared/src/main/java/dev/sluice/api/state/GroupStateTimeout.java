package dev.sluice.api.state;

/** What the timeouts of a {@link GroupState} are compared with. */
public enum GroupStateTimeout {
  /** No timeouts can be set. */
  NO_TIMEOUT,
  /**
   * The borders of batch intervals, in arrival time. A duration that is set in a batch is over at
   * the first border that is at least so far behind that batch's border.
   */
  PROCESSING_TIME_TIMEOUT,
  /**
   * The watermark. A point in time that is set is over in the batch whose watermark has passed it,
   * and late values are dropped to the late output.
   */
  EVENT_TIME_TIMEOUT
}
