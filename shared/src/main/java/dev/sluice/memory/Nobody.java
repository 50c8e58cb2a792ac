package dev.sluice.memory;

import dev.sluice.ports.Caller;
import java.util.List;

/** Is called by an engine that does all work itself: all buckets are inline. */
public record Nobody() implements Caller {
  @Override
  public void wakeCoordinator() {}

  @Override
  public void advance(int stage, List<Integer> buckets) {
    throw new AssertionError("all buckets are inline");
  }
}
