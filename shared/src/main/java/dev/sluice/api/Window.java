package dev.sluice.api;

import java.time.Instant;

/**
 * A window of time {@code [start, end)}: a record at the start belongs to it, one at the end does
 * not.
 *
 * @param startMillis milliseconds since 1970-01-01T00:00Z, inclusive
 * @param endMillis milliseconds since 1970-01-01T00:00Z, exclusive
 */
public record Window(long startMillis, long endMillis) {

  /** The first moment that belongs to the window. */
  public Instant start() {
    return Instant.ofEpochMilli(startMillis);
  }

  /** The first moment behind the window. */
  public Instant end() {
    return Instant.ofEpochMilli(endMillis);
  }

  /** As in {@code [2014-03-10T01:00:00Z, 2014-03-10T01:10:00Z)}. */
  @Override
  public String toString() {
    return "[" + start() + ", " + end() + ")";
  }
}
