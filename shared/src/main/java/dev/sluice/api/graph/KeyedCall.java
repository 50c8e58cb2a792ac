package dev.sluice.api.graph;

import dev.sluice.api.Window;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** A key in a step: its state, its timer, its clocks, and where its results go. */
public interface KeyedCall {

  /** There is no timer, or nothing is known of the watermark yet. */
  long NEVER = Long.MAX_VALUE;

  Object key();

  /** The key's state, or null where it has none. Changes of it count only by {@link #update}. */
  Object state();

  /** Gives the key a state, not null. */
  void update(Object state);

  /** Takes the state and the timer away; the key waits for nothing any more. */
  void remove();

  /** When the key's timer comes, in milliseconds of the operator's clock, or {@link #NEVER}. */
  long timerMillis();

  /** Sets the key's only timer; {@link #NEVER} for none. */
  void setTimer(long millis);

  /**
   * Whether the key waits: for a step with a tick, see {@link KeyedTraits#ticks}. In that step
   * {@link KeyedLogic#end} is called for it, whatever else there is.
   */
  void setWaiting(boolean waits);

  /** Whether a tick comes in this step, or the input ends. */
  boolean isTick();

  /** Whether the operator gives all its results in this step. */
  boolean givesAll();

  /**
   * The watermark that the step's values are judged by, W(k-1); {@link Long#MIN_VALUE} before the
   * first event time. In arrival time the start of the interval.
   */
  long watermarkMillis();

  /** The watermark with the step's interval taken in, W(k); in arrival time the border. */
  long newWatermarkMillis();

  /**
   * The longest out-of-orderness that the operator's event times were declared with, 0 in arrival
   * time.
   */
  long outOfOrdernessMillis();

  /** Whether the operator's values have event time. */
  boolean hasEventTime();

  /**
   * A time for results that no value's time fits, such as those of timers: within this step, so
   * that no operator behind finds them late.
   */
  long timeMillis();

  /**
   * A time for a result of several values: that of the newest one, or the watermark W(k-1) where
   * that is ahead.
   *
   * @param newestMillis {@link Long#MIN_VALUE} for none
   */
  default long timeMillis(long newestMillis) {
    long time = Math.max(newestMillis, watermarkMillis());
    return time == Long.MIN_VALUE ? timeMillis() : time;
  }

  /** What timers are compared with in this step; {@link Long#MAX_VALUE} when the input ends. */
  long clockMillis();

  /** The end of the interval, exclusive. */
  long borderMillis();

  /** Emits a result. */
  void emit(Object value, long timeMillis) throws Exception;

  /**
   * Emits a result that stands for itself: where user code behind the operator throws, it becomes a
   * dead letter alone, and the call goes on.
   */
  void emitAlone(Object value, long timeMillis);

  /**
   * Emits a result of a window.
   *
   * @param revision for a window published before, the border of this step
   */
  void emit(Object value, Window window, OptionalLong revision) throws Exception;

  /**
   * Makes and emits a result of a window. Where making it throws, or user code behind, that result
   * becomes a dead letter alone, and the call goes on.
   *
   * @param revision for a window published before, the border of this step
   */
  void result(Callable<?> result, Window window, OptionalLong revision);

  /** The same for a result of a window that is not closed yet. */
  void early(Callable<?> result, Window window);

  /** The same for a result that belongs to no window. */
  void result(Callable<?> result, long timeMillis);

  /** Hands a value to the late output, with the window that it missed. */
  void late(Window missed, long timeMillis, Object value);
}
