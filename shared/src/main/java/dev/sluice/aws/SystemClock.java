package dev.sluice.aws;

import dev.sluice.ports.Clock;

/** The clock of the machine. */
public final class SystemClock implements Clock {
  @Override
  public long nowMillis() {
    return System.currentTimeMillis();
  }
}
