package dev.sluice.local.mapping;

import java.time.Instant;
import java.util.Objects;

/** Where a mapping starts to read a shard that it has no checkpoint for. */
public sealed interface StartingPosition {

  /** At the oldest record that the stream still has. */
  record TrimHorizon() implements StartingPosition {}

  /**
   * At the first record that arrived at a time or later.
   *
   * @param time the earliest arrival to read
   */
  record AtTimestamp(Instant time) implements StartingPosition {
    public AtTimestamp {
      Objects.requireNonNull(time, "time");
    }
  }

  /** Behind the newest record. Lambda knows it; {@link MappingSettings} refuses it. */
  record Latest() implements StartingPosition {}
}
