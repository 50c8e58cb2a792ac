package dev.sluice.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A result of a window, and which of its results it is: what the names of files say, for sinks that
 * have none.
 *
 * <pre>
 * windows of 60 s with a lateness, early results every 10 s, batches of 1 s:
 * file:                 out-60000-e10000     out-60000      out-60000-r72000
 * early, revision:      true, none           false, none    false, 72 s
 * </pre>
 *
 * @param window the window
 * @param key the key
 * @param value the key's result
 * @param early whether the window is still open, so that its own result comes later
 * @param revision the border of the batch that changed a result which was given before (of a window
 *     with a lateness, or in mode UPDATE); the greatest one of a window and key holds
 */
public record WindowResult<K, V>(
    Window window, K key, V value, boolean early, Optional<Instant> revision) {
  public WindowResult {
    Objects.requireNonNull(window, "window");
    Objects.requireNonNull(revision, "revision");
  }
}
