package dev.sluice.engine.checkpoint;

import java.time.Duration;

/**
 * When an app takes checkpoints, and what it begins from. Functions of the same app may differ in
 * it.
 *
 * @param every how much time passes between two checkpoints, at least; {@link Duration#ZERO} for
 *     never
 * @param start what an app without lanes begins from
 */
public record CheckpointSettings(Duration every, StartFrom start) {
  /** On AWS: a checkpoint costs a query for each lane, and two objects. */
  public static final Duration DEFAULT_EVERY = Duration.ofMinutes(10);

  public CheckpointSettings {
    if (every.isNegative()) {
      throw new IllegalArgumentException(
          "SLUICE-C04 the time between checkpoints is 0, for never, or more, not " + every);
    }
  }

  /** Whether checkpoints are taken at all. */
  public boolean takes() {
    return !every.isZero();
  }
}
