package dev.sluice.api.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state and the timeout of the group at hand, as {@code flatMapGroupsWithState} hands them to
 * its function. Changes count once the function has returned; where it throws, both stay as they
 * were.
 *
 * <p>A timeout holds until the function is called for the group again, with values or because it is
 * over: each call that wants one sets it. A group that has timed out keeps its state unless the
 * function removes it.
 *
 * <pre>
 * batch interval 1 s, PROCESSING_TIME_TIMEOUT, each call sets a duration of 2 s:
 * values of a at 0.3 s:    called at the border 1 s with the values
 * no values of a:          called at the border 3 s without values, hasTimedOut()
 * </pre>
 *
 * @param <S> the type of the state
 */
public interface GroupState<S> {

  /** Whether the group has a state. */
  boolean exists();

  /**
   * The state.
   *
   * @throws StateException SLUICE-S01 if there is none
   */
  S get();

  /** The state, if there is one. */
  Optional<S> getOption();

  /** Gives the group a state, not null; also behind {@link #remove}. */
  void update(S newState);

  /** Takes the state away. A timeout that this call has set stays. */
  void remove();

  /** Whether the function is called because the timeout is over; there are no values then. */
  boolean hasTimedOut();

  /**
   * Sets a timeout in arrival time, from the border of this batch interval on.
   *
   * @param duration at least 1 ms
   * @throws StateException SLUICE-S04 without {@link GroupStateTimeout#PROCESSING_TIME_TIMEOUT},
   *     SLUICE-S05 if it is shorter
   */
  void setTimeoutDuration(Duration duration);

  /**
   * Sets a timeout in event time: over once the watermark has passed that point.
   *
   * @param timestamp not before the current watermark
   * @throws StateException SLUICE-S04 without {@link GroupStateTimeout#EVENT_TIME_TIMEOUT},
   *     SLUICE-S05 if the watermark has passed it
   */
  void setTimeoutTimestamp(Instant timestamp);

  /**
   * Sets a timeout in event time.
   *
   * @param timestampMillis milliseconds since 1970-01-01T00:00Z, not before the current watermark
   * @throws StateException as the other
   */
  void setTimeoutTimestamp(long timestampMillis);

  /**
   * The watermark in milliseconds: the one that the batch's values are judged by, and for a group
   * that has timed out the one that has passed its timeout. {@link Long#MIN_VALUE} before the first
   * event time.
   *
   * @throws StateException SLUICE-S06 if the stream declares no event time
   */
  long getCurrentWatermarkMs();

  /** The border of the batch interval in milliseconds; no clock, so that a replay sees the same. */
  long getCurrentProcessingTimeMs();
}
