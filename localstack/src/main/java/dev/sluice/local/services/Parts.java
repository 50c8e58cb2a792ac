package dev.sluice.local.services;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What has been opened so far: all of it is closed, the newest first, whatever fails meanwhile. */
public final class Parts {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Takes a part that is to be closed, and gives it back. */
  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Closes all of them; when it is called again, there are none.
   *
   * @param failures takes what a part throws; those below it are closed all the same
   */
  public void close(Consumer<Throwable> failures) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Throwable e) {
        failures.accept(e);
      }
    }
  }
}
