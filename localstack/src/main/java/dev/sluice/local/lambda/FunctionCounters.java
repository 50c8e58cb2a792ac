package dev.sluice.local.lambda;

import java.time.Duration;
import java.util.List;

/**
 * What a function did.
 *
 * @param name the function's
 * @param calls all of them
 * @param starts how long each process took until it asked for its first call
 * @param threw calls that ended in an exception
 * @param timedOut calls whose process was killed
 * @param crashed calls whose process ended by itself, or was killed by somebody else
 * @param peakBytes the most memory that one process had; 0 where the system does not tell
 */
public record FunctionCounters(
    String name,
    long calls,
    List<Duration> starts,
    long threw,
    long timedOut,
    long crashed,
    long peakBytes) {

  /** The one in the middle of all starts, the longer one of two; zero where there was none. */
  public Duration medianStart() {
    List<Duration> sorted = starts.stream().sorted().toList();
    return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
  }
}
