package dev.sluice.local.run;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Calls the coordinator: at once when it is woken, else at regular times. What AWS does with a
 * scheduled rule and asynchronous invocations.
 */
final class Schedule implements AutoCloseable {
  private final Runnable work;
  private final Duration interval;
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread thread;
  private volatile boolean paused;
  private volatile boolean closed;

  Schedule(Runnable work, Duration interval) {
    this.work = work;
    this.interval = interval;
    this.thread = new Thread(this::run, "sluice-schedule");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void wake() {
    wakeUps.release();
  }

  /** Stops calling, or goes on. */
  void pause(boolean stop) {
    paused = stop;
    wake();
  }

  private void run() {
    try {
      while (!closed) {
        if (wakeUps.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
          wakeUps.drainPermits(); // one call does what several would
        }
        if (!closed && !paused) {
          work.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the call at work. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
