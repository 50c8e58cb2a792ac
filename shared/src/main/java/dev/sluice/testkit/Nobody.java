package dev.sluice.testkit;

import dev.sluice.ports.Caller;
import java.util.List;

/** All work is done by the one engine there is. */
final class Nobody implements Caller {
  @Override
  public void wakeCoordinator() {}

  @Override
  public void advance(int stage, List<Integer> buckets) {
    throw new IllegalStateException("the coordinator advances all buckets itself here");
  }
}
