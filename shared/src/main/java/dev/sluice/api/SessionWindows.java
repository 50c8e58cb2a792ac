package dev.sluice.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How values of a key are put into sessions: windows {@code [start, end)} that begin with a value
 * and end a gap behind the last one. Sessions of a key that overlap or touch are one: a value
 * exactly a gap behind the last one still goes on with its session, and a value that is so near to
 * two sessions makes one of them.
 *
 * <pre>
 * gap 5 s, values of a key:    0    3              11   13
 * sessions:                    [0 -------- 8)      [11 ------ 18)
 * another one at 9:            [0 -------- 8)  [9 ---------- 18)     9 + 5 is behind 11
 * or at 8:                     [0 -------------------------- 18)     and 8 is where the first ends
 * </pre>
 *
 * <p>Sessions are those of event time where the stream has one, and of arrival time otherwise. A
 * session closes, and its result is published, once the watermark has reached its end. A value is
 * late if the watermark has reached its own end, time plus gap, whatever sessions there are.
 *
 * <p>With a lateness, a value counts until the watermark is that far behind its own end, and closed
 * sessions are kept as long. A late value that belongs to a closed session alone is published at
 * once, as a revision. One that leads a closed session on into time that is not over makes it open
 * again: it is published when it closes. Either way the new session holds all values of those that
 * it has taken in. Their results stay where they are: of results of a key whose windows overlap,
 * the one published last is right.
 *
 * @param <V> the type of the values
 * @param gap how long a session lasts behind a value, at least 1 ms
 * @param fixedGap the gap, where it is the same for all values
 * @param lateness how long behind the watermark a value still counts
 */
public record SessionWindows<V>(
    Fn<? super V, Duration> gap, Optional<Duration> fixedGap, Duration lateness) {
  public SessionWindows {
    Objects.requireNonNull(gap, "gap");
    Objects.requireNonNull(fixedGap, "fixedGap");
    require("lateness", lateness, Duration.ZERO);
  }

  /**
   * Sessions with the same gap behind every value.
   *
   * @param gap whole milliseconds, from 1 ms to 100 years
   * @throws IllegalArgumentException if it is shorter, longer or finer
   */
  public static SessionWindows<Object> withGap(Duration gap) {
    require("gap", gap, Duration.ofMillis(1));
    return new SessionWindows<>(value -> gap, Optional.of(gap), Duration.ZERO);
  }

  /**
   * Sessions with a gap that each value brings itself.
   *
   * @param gap must be a function of the value alone; a value whose gap is not from 1 ms to 100
   *     years becomes a dead letter
   */
  public static <V> SessionWindows<V> withGap(Fn<? super V, Duration> gap) {
    return new SessionWindows<>(gap, Optional.empty(), Duration.ZERO);
  }

  /**
   * The same sessions, which take in late values for so long behind the watermark.
   *
   * @param allowed whole milliseconds, up to 100 years
   * @throws IllegalArgumentException if it is negative, longer or finer
   */
  public SessionWindows<V> withLateness(Duration allowed) {
    return new SessionWindows<>(gap, fixedGap, allowed);
  }

  private static void require(String what, Duration given, Duration least) {
    boolean fine = given.equals(Duration.ofMillis(given.toMillis()));
    if (!fine || given.compareTo(least) < 0 || given.compareTo(Windows.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the sessions' "
              + what
              + " is "
              + given
              + "; take whole milliseconds, from "
              + least
              + " to "
              + Windows.LONGEST);
    }
  }
}
