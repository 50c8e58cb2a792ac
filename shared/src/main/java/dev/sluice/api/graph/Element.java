package dev.sluice.api.graph;

import dev.sluice.api.Window;
import java.util.OptionalLong;

/** What the engine knows of the value that is being processed, besides the value. */
public interface Element {

  /** The event time in milliseconds, or the arrival stamp where the stream declares none. */
  long timeMillis();

  /** The window whose result the value comes from, or null. */
  Window window();

  /** Whether that window is still open, so that this is an early result of it. */
  default boolean early() {
    return false;
  }

  /** The border of the step that gives a result of that window once more. */
  default OptionalLong revision() {
    return OptionalLong.empty();
  }

  /** The key of the last shuffle, or the record's partition key in UTF-8; not to be changed. */
  byte[] key();

  /** The key group of {@link #key}, 0 to 1,023. */
  int keyGroup();

  /** The end of the batch interval, exclusive. */
  long borderMillis();
}
