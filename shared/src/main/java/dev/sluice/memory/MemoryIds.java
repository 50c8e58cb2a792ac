package dev.sluice.memory;

import dev.sluice.ports.Ids;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The names {@code id-1}, {@code id-2} and so on: the same in every run, unique within one
 * instance. Thread-safe.
 */
public final class MemoryIds implements Ids {
  private final AtomicLong last = new AtomicLong();

  @Override
  public String next() {
    return "id-" + last.incrementAndGet();
  }
}
