package dev.sluice.api;

import java.time.Duration;
import java.util.Objects;

/**
 * Says that windows give results before they close, too: those that have changed since, whenever so
 * much arrival time has passed, or whenever so many values have come. Files of early results are
 * named {@code <prefix>-<window end>-e<border>}; the window's own are named as ever.
 *
 * <pre>
 * windows of 60 s of event time, early results every 10 s, batches of 1 s, sums:
 * arrival:            2 s: 1      5 s: 2      12 s: 4                       (watermark 60 s)
 * early:                               10 s: 3        20 s: 7
 * final:                                                                    7
 * files:                      out-60000-e10000   out-60000-e20000   out-60000
 * </pre>
 */
public sealed interface EarlyResults {

  /**
   * Early results of what has changed, so often in arrival time: in the batch that ends with a
   * multiple of it since 1970-01-01T00:00Z, or has one inside.
   *
   * @param arrivalTime whole milliseconds, at least 1 ms; what is shorter than a batch means every
   *     batch
   */
  static EarlyResults every(Duration arrivalTime) {
    return new EveryTime(arrivalTime);
  }

  /**
   * Early results of a key in a window, whenever so many values have come for it: in the batch in
   * which their number reaches or passes a multiple. So a batch gives one early result of a key and
   * window at most, with all of its values in that batch and before.
   *
   * <pre>
   * windows of 60 s, early results every 3 records, batches of 1 s, sums of one key:
   * batch that ends at:    2 s: 1, 1     3 s: 1, 1        4 s: 1, 1, 1, 1, 1    5 s: 1
   * values so far:         2             4: passes 3      9: reaches 9          10
   * early:                               4                9
   * files:                               out-60000-e3000  out-60000-e4000
   * </pre>
   *
   * @param records at least 1; with 1, every batch that changes a result gives it
   */
  static EarlyResults everyRecords(long records) {
    return new EveryRecords(records);
  }

  /** By arrival time, see {@link #every}. */
  record EveryTime(Duration arrivalTime) implements EarlyResults {
    public EveryTime {
      Objects.requireNonNull(arrivalTime, "arrivalTime");
    }
  }

  /** By the number of values, see {@link #everyRecords}. */
  record EveryRecords(long records) implements EarlyResults {}
}
