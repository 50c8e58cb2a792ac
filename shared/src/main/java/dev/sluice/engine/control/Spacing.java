package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.ports.Clock;
import java.time.Duration;

/**
 * Keeps two versions whose functions live side by side, as in a deployment, from changing the app
 * to and fro: a change comes a minute behind the last one, and in a run that began behind that. So
 * a coordinator that stood still while the app was changed does not take that back when it goes on.
 */
final class Spacing {
  /** The least time between two changes of the graph, and of the layout. */
  static final Duration LEAST = Duration.ofMinutes(1);

  private final Clock clock;
  private final long skewMillis;
  private long begunMillis = Long.MIN_VALUE;

  Spacing(EngineSettings settings, Clock clock) {
    this.clock = clock;
    this.skewMillis = settings.skewAllowance().toMillis();
  }

  /** A run begins, which has not looked at the control lane yet. */
  void begin() {
    begunMillis = clock.nowMillis();
  }

  /**
   * Whether it is too soon for another change.
   *
   * @param changeMillis when the last one was put, by the clock of who put it
   */
  boolean isSoonBehind(long changeMillis) {
    return clock.nowMillis() < changeMillis + LEAST.toMillis()
        || begunMillis < changeMillis + skewMillis;
  }
}
