package dev.sluice.local.mapping;

import java.time.Duration;

/**
 * How long to wait before the same thing is tried again: doubling, with a cap. Lambda backs off
 * exponentially too but does not publish its figures, so these are a setting.
 *
 * @param first the wait before the first repetition
 * @param cap the longest wait
 */
public record Backoff(Duration first, Duration cap) {

  /** Doubling more often than this passes every cap; it keeps the shift below 63 bits. */
  private static final int MAX_DOUBLINGS = 30;

  /** Short enough for a laptop: 100 ms, 200 ms, 400 ms ... 5 s. */
  public static final Backoff LOCAL = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  /** Milliseconds to wait before repetition {@code n}, counted from 1. */
  public long millis(int n) {
    long doubled = first.toMillis() << Math.min(Math.max(n, 1) - 1, MAX_DOUBLINGS);
    return doubled < 0 ? cap.toMillis() : Math.min(doubled, cap.toMillis());
  }
}
