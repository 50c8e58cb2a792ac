package dev.sluice.local.kinesis;

import dev.sluice.ports.Clock;
import java.util.Objects;

/** Stamps records with a clock's time of day. */
public final class WallStamps implements ArrivalStamps {

  private final Clock clock;

  public WallStamps(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public long nextMillis() {
    return clock.nowMillis();
  }

  @Override
  public long nowMillis() {
    return clock.nowMillis();
  }
}
