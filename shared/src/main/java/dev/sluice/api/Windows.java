package dev.sluice.api;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Objects;

/**
 * How time is cut into windows {@code [start, start + size)}, with a start every {@code slide} from
 * the offset on. Tumbling windows have slide = size:
 *
 * <pre>
 * size 10 s, slide 5 s:  time  0    5    10   15   20
 *                              |---------|              [0, 10)
 *                                   |---------|         [5, 15)
 *                                        |---------|    [10, 20)
 * a record at 10 belongs to [5, 15) and [10, 20)
 * </pre>
 *
 * <pre>
 * size 10 s, slide 10 s, lateness 5 s, records that move the watermark to the times below:
 * watermark   9 s   [0, 10) is open
 * watermark  10 s   [0, 10) closes and is published
 * watermark  14 s   a record of 8 s arrives: published again, as revision
 * watermark  15 s   a record of 8 s arrives: too late, it goes to the late output
 * </pre>
 *
 * <p>A window closes, and its result is published, once the watermark has reached its end. A record
 * that comes later still counts for {@code lateness} of event time behind the watermark: the window
 * is then published again as a revision, with the keys that changed. A record too late for all of
 * its windows goes to the operator's late output. Lateness is zero unless it is said.
 *
 * <p>All durations have whole milliseconds and are at most 100 years (36,525 days). That is checked
 * when the graph is planned, together with everything else.
 *
 * @param size length of a window, at least 1 ms
 * @param slide distance between the starts of two windows, at least 1 ms
 * @param offset shifts all windows, may be negative
 * @param lateness how long behind the watermark a record still counts
 */
public record Windows(Duration size, Duration slide, Duration offset, Duration lateness) {
  /** A hundred years, so that no sum of times and durations leaves the range of a long. */
  public static final Duration LONGEST = Duration.ofDays(36_525);

  public Windows {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(slide, "slide");
    Objects.requireNonNull(offset, "offset");
    Objects.requireNonNull(lateness, "lateness");
  }

  /** Windows that stand one behind the other: each record belongs to exactly one. */
  public static Windows tumbling(Duration size) {
    return sliding(size, size);
  }

  /** Windows that overlap where the slide is shorter than the size. */
  public static Windows sliding(Duration size, Duration slide) {
    return new Windows(size, slide, Duration.ZERO, Duration.ZERO);
  }

  /** The same windows, shifted: days that begin at six in the morning have an offset of 6 h. */
  public Windows withOffset(Duration shift) {
    return new Windows(size, slide, shift, lateness);
  }

  /** The same windows, which take in late records for so long behind the watermark. */
  public Windows withLateness(Duration allowed) {
    return new Windows(size, slide, offset, allowed);
  }

  /** The length of a pane, the slice of time that is aggregated once: gcd of size and slide. */
  public long paneMillis() {
    return BigInteger.valueOf(size.toMillis())
        .gcd(BigInteger.valueOf(slide.toMillis()))
        .longValueExact();
  }
}
