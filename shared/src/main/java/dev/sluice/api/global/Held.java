package dev.sluice.api.global;

import java.util.ArrayList;
import java.util.List;

/** What a window that never ends has of a key. */
final class Held<P> {
  /** How many values have come since the last result. */
  long fresh;

  /** The newest time of these, {@link Long#MIN_VALUE} if none has one that counts. */
  long newestMillis = Long.MIN_VALUE;

  /** The partials of values that stay and go together, in order. */
  final List<P> panes = new ArrayList<>();
}
