package dev.sluice.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end by itself on Ctrl-C or a plain kill: while this is open, either of them
 * interrupts the thread that made it, and the process waits until it is closed.
 */
final class Interruption implements AutoCloseable {
  /** Long enough for a report; a command that does not end then is ended all the same. */
  private static final long LONGEST_SECONDS = 5;

  private final Thread command = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt);
  private volatile boolean came;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupt() {
    came = true;
    command.interrupt();
    try {
      over.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process has been told to end. */
  boolean came() {
    return came;
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending
    }
  }
}
