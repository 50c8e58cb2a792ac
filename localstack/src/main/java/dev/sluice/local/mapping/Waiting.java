package dev.sluice.local.mapping;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a mapping's threads wait. */
@FunctionalInterface
public interface Waiting {

  /** In real time, by the latch. */
  Waiting REAL = (millis, closed) -> closed.await(millis, TimeUnit.MILLISECONDS);

  /** Waits so many milliseconds, or less; returns at once when the latch opens. */
  void await(long millis, CountDownLatch closed) throws InterruptedException;
}
