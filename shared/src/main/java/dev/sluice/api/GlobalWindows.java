package dev.sluice.api;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One window of all time for each key, which gives results by a trigger, as it never ends; or
 * windows of a number of values, which need no time.
 *
 * <pre>
 * values of a key:                        1   2   3   4   5   6   7
 * withTrigger(everyRecords(3)), sums:             6           21
 * count(3), sums:                                 6           15
 * count(3, 2), sums:                          3       9       15
 * </pre>
 *
 * <p>Values count in the order of batch, lane and position, each for itself, whatever its event
 * time: none is late, unless the trigger goes by event time and a wrong clock is too far ahead.
 * Results are not named by a window: they come in the batch that fires, with the time of the newest
 * value since the result before, or of the watermark before the batch if that is ahead. So windows
 * behind them find none late.
 *
 * <p>What a trigger without {@code purging()} gives replaces the key's results before, and can't
 * flow into another aggregation (SLUICE-P19). Its keys are kept for ever.
 *
 * @param trigger when there are results
 * @param lastRecords how many values a result is of at most: the last ones; all if it is empty.
 *     Only with {@link WindowTrigger#everyRecords}
 */
public record GlobalWindows(WindowTrigger trigger, OptionalLong lastRecords) {
  public GlobalWindows {
    Objects.requireNonNull(lastRecords, "lastRecords");
    if (trigger == null) {
      throw new IllegalArgumentException(
          "a global window has no trigger: as it never ends, it would never give a result; take one"
              + " of WindowTrigger");
    }
    if (lastRecords.isPresent() && !(trigger instanceof WindowTrigger.EveryRecords)) {
      throw new IllegalArgumentException(
          "the last values of a key are given at each so-many-th one, and not " + trigger);
    }
  }

  /**
   * One window of all time for each key.
   *
   * @throws IllegalArgumentException without a trigger
   */
  public static GlobalWindows withTrigger(WindowTrigger trigger) {
    return new GlobalWindows(trigger, OptionalLong.empty());
  }

  /**
   * Windows of so many values of a key, one behind the other. What is left when the input ends
   * gives no result.
   *
   * @param records at least 1
   */
  public static GlobalWindows count(long records) {
    return withTrigger(WindowTrigger.everyRecords(records).purging());
  }

  /**
   * The last values of a key, at each so-many-th one. The first results are of fewer.
   *
   * @param size of how many values a result is, at least 1
   * @param slide how many values lie between results, at least 1
   */
  public static GlobalWindows count(long size, long slide) {
    return new GlobalWindows(WindowTrigger.everyRecords(slide), OptionalLong.of(size));
  }
}
