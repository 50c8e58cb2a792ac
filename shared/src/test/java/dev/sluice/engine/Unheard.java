package dev.sluice.engine;

import dev.sluice.ports.Caller;
import java.util.List;

/** Calls that nobody hears: bucket functions never come, and no coordinator is woken up. */
public record Unheard() implements Caller {
  @Override
  public void wakeCoordinator() {}

  @Override
  public void advance(int stage, List<Integer> buckets) {}
}
