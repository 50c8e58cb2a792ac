package dev.sluice.memory;

import dev.sluice.ports.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. Thread-safe. */
public final class MemoryClock implements Clock {
  private final AtomicLong nowMillis;

  /** A clock that shows a time. */
  public MemoryClock(Instant now) {
    nowMillis = new AtomicLong(now.toEpochMilli());
  }

  @Override
  public long nowMillis() {
    return nowMillis.get();
  }

  /** Sets the clock, backwards too: real clocks do that. */
  public void set(Instant now) {
    nowMillis.set(now.toEpochMilli());
  }

  /** Moves the clock by a duration, which may be negative. */
  public void advance(Duration by) {
    nowMillis.addAndGet(by.toMillis());
  }
}
