package dev.sluice.api;

import java.time.Duration;
import java.util.Objects;

/**
 * Says when a window that never ends gives results; see {@link GlobalWindows}.
 *
 * <pre>
 * sums of one key, values:         1    2    3    4    5    6
 * everyRecords(2):                      3         10        21
 * everyRecords(2).purging():            3         7         11
 *
 * values, batches of 1 s:          1 at 0.5 s    2 at 7 s    4 at 12 s    nothing until 40 s
 * every(10 s):                     10 s: 3                   20 s: 7
 * every(10 s).purging():           10 s: 3                   20 s: 4
 * </pre>
 */
public sealed interface WindowTrigger {

  /**
   * A result at each n-th value of a key, in the order of batch, lane and position: a batch may
   * have several. What is left when the input ends gives none.
   *
   * @param records at least 1
   */
  static WindowTrigger everyRecords(long records) {
    return new EveryRecords(records, false);
  }

  /**
   * A result of each key that has values since the last one, so often in arrival time: in the batch
   * that ends with a multiple of it since 1970-01-01T00:00Z, or has one inside. Also when the input
   * ends.
   *
   * @param arrivalTime whole milliseconds, at least 1 ms; what is shorter than a batch means every
   *     batch
   */
  static WindowTrigger every(Duration arrivalTime) {
    return new EveryTime(arrivalTime, false);
  }

  /**
   * A result of each key that has values since the last one, when the watermark has reached the
   * first multiple of so much event time, since 1970-01-01T00:00Z, behind one of them; behind the
   * watermark before its batch for a value that is older. Also when the input ends.
   *
   * <pre>
   * every 10 s of event time, sums of one key, the watermark goes to the time of each value:
   * values:      1 at 3 s     2 at 8 s     4 at 14 s     8 at 31 s
   * results:                               7             15
   * </pre>
   *
   * @param eventTime whole milliseconds, at least 1 ms
   */
  static WindowTrigger everyEventTime(Duration eventTime) {
    return new EveryEventTime(eventTime, false);
  }

  /** One result of each key, when the input ends; an input without end gives none. */
  static WindowTrigger atEnd() {
    return new AtEnd();
  }

  /** Whether the values of a result are forgotten with it. */
  boolean purges();

  /** The same trigger; each value counts for one result only, the next one. */
  WindowTrigger purging();

  /** See {@link #everyRecords}. */
  record EveryRecords(long records, boolean purges) implements WindowTrigger {
    @Override
    public WindowTrigger purging() {
      return new EveryRecords(records, true);
    }
  }

  /** See {@link #every}. */
  record EveryTime(Duration arrivalTime, boolean purges) implements WindowTrigger {
    public EveryTime {
      Objects.requireNonNull(arrivalTime, "arrivalTime");
    }

    @Override
    public WindowTrigger purging() {
      return new EveryTime(arrivalTime, true);
    }
  }

  /** See {@link #everyEventTime}. */
  record EveryEventTime(Duration eventTime, boolean purges) implements WindowTrigger {
    public EveryEventTime {
      Objects.requireNonNull(eventTime, "eventTime");
    }

    @Override
    public WindowTrigger purging() {
      return new EveryEventTime(eventTime, true);
    }
  }

  /** See {@link #atEnd}. */
  record AtEnd() implements WindowTrigger {
    /** It has no next result. */
    @Override
    public boolean purges() {
      return true;
    }

    @Override
    public WindowTrigger purging() {
      return this;
    }
  }
}
