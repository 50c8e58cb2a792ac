package dev.sluice.local.run;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.engine.Engine;
import dev.sluice.functions.CoordinatorFunction;
import dev.sluice.functions.TransformFunction;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The real function classes, as objects of this process. */
final class InProcess implements Functions {
  private final TransformInstances transforms;
  private final Engine coordinating;

  /**
   * @param coordinating the engine of the coordinator and its steps; guarded by itself
   */
  InProcess(Supplier<TransformFunction> maker, Engine coordinating) {
    this.transforms = new TransformInstances(maker);
    this.coordinating = coordinating;
  }

  @Override
  public StreamsEventResponse transform(KinesisEvent event) {
    return transforms.invoke(event);
  }

  @Override
  public void coordinate() {
    synchronized (coordinating) {
      new CoordinatorFunction(coordinating.coordinator()).handleRequest(Map.of(), null);
    }
  }

  @Override
  public void advance(int stage, List<Integer> buckets) {
    coordinating.advance(stage, buckets);
  }
}
