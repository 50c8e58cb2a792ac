package dev.sluice.api.graph;

import dev.sluice.api.Window;

/** What the engine knows of the value that is being processed, besides the value. */
public interface Element {

  /** The event time in milliseconds, or the arrival stamp where the stream declares none. */
  long timeMillis();

  /** The window whose result the value comes from, or null. */
  Window window();
}
