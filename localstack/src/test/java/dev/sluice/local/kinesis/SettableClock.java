package dev.sluice.local.kinesis;

import dev.sluice.ports.Clock;

/** A clock that a test moves. */
public final class SettableClock implements Clock {

  private volatile long nowMillis;

  public SettableClock(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  public void set(long millis) {
    nowMillis = millis;
  }

  public void advance(long millis) {
    nowMillis += millis;
  }

  @Override
  public long nowMillis() {
    return nowMillis;
  }
}
