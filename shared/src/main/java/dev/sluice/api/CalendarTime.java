package dev.sluice.api;

import java.time.Instant;

/** The times that events can have. Within them, times and durations add up without overflow. */
final class CalendarTime {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private CalendarTime() {}

  /** Milliseconds since 1970-01-01T00:00Z. */
  static long millis(Instant time) {
    if (time.isBefore(FIRST) || !time.isBefore(END)) {
      throw new IllegalArgumentException(
          "the event time " + time + " is not in the years 1 to 9999");
    }
    return time.toEpochMilli();
  }
}
