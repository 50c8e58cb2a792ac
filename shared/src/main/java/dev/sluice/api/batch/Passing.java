package dev.sluice.api.batch;

import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import java.util.List;

/** Hands on the values of partitions as they come, with their times. */
public final class Passing implements KeyedLogic {

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    return new KeyedTraits(KeyedTraits.Clock.NONE, true, false, false, false, "");
  }

  @Override
  public void values(KeyedCall call, List<Input> values) throws Exception {
    for (Input each : values) {
      call.emit(each.value(), each.timeMillis());
    }
  }
}
