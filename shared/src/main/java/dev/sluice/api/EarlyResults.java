package dev.sluice.api;

import java.time.Duration;
import java.util.Objects;

/**
 * Says that windows give results before they close, too: those that have changed, whenever so much
 * arrival time has passed, at multiples of {@code every} since 1970-01-01T00:00Z. Files of early
 * results are named {@code <prefix>-<window end>-e<border>}; the window's own are named as ever.
 *
 * <pre>
 * windows of 60 s of event time, early results every 10 s, batches of 1 s, sums:
 * arrival:            2 s: 1      5 s: 2      12 s: 4                       (watermark 60 s)
 * early:                               10 s: 3        20 s: 7
 * final:                                                                    7
 * files:                      out-60000-e10000   out-60000-e20000   out-60000
 * </pre>
 *
 * @param every how much arrival time lies between early results, at least 1 ms; what is shorter
 *     than a batch means every batch
 */
public record EarlyResults(Duration every) {
  public EarlyResults {
    Objects.requireNonNull(every, "every");
  }

  /** Early results of what has changed, so often in arrival time. */
  public static EarlyResults every(Duration arrivalTime) {
    return new EarlyResults(arrivalTime);
  }
}
