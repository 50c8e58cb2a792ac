package dev.sluice.engine.control;

import dev.sluice.engine.Ports;
import dev.sluice.ports.Caller;
import java.util.List;

/** For work that the coordinator does itself: it needs no waking. */
record Awake(Ports ports) implements Caller {
  @Override
  public void wakeCoordinator() {}

  @Override
  public void advance(int stage, List<Integer> buckets) {
    ports.caller().advance(stage, buckets);
  }
}
