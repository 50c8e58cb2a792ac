package dev.sluice.plan;

import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.Optional;

/** What durations of operators may be. */
final class Durations {
  private Durations() {}

  /** What is wrong with a duration that must be at least so long, if anything. */
  static Optional<String> fault(String what, Duration value, Duration least) {
    boolean inRange = value.compareTo(least) >= 0 && value.compareTo(Windows.LONGEST) <= 0;
    return inRange && isWholeMillis(value)
        ? Optional.empty()
        : Optional.of(
            what
                + " is "
                + value
                + ", but must have whole milliseconds, be at least "
                + least
                + " and at most "
                + Windows.LONGEST.toDays()
                + " days");
  }

  /** What is wrong with a duration that may be negative, if anything. */
  static Optional<String> faultOfEither(String what, Duration value) {
    return fault(what, value, Windows.LONGEST.negated());
  }

  private static boolean isWholeMillis(Duration value) {
    return value.toNanosPart() % 1_000_000 == 0;
  }
}
