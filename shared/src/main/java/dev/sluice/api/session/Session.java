package dev.sluice.api.session;

import dev.sluice.api.Window;
import dev.sluice.api.graph.Texts;

/** A session of a key: {@code [startMillis, endMillis)} and what its values come to. */
final class Session<P> {
  long startMillis;
  long endMillis;
  P partial;

  /** Whether it was closed when a value of this step came. */
  boolean revised;

  /** How many values no early result stands for. */
  long fresh;

  Session(long startMillis, long endMillis, P partial) {
    this.startMillis = startMillis;
    this.endMillis = endMillis;
    this.partial = partial;
  }

  Window window() {
    return new Window(startMillis, endMillis);
  }

  @Override
  public String toString() {
    return window() + "=" + Texts.of(partial);
  }
}
