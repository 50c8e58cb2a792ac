package dev.sluice.local.run;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.engine.Engine;
import dev.sluice.functions.CoordinatorFunction;
import dev.sluice.functions.FunctionLog;
import dev.sluice.functions.TransformFunction;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The real function classes, as objects of this process. */
final class InProcess implements Functions {
  private final TransformInstances transforms;
  private final Coordinating coordinating;

  /**
   * @param transforming makes the engine of another process of the transform function
   * @param problems takes a line for each call that was not committed as a whole
   * @param coordinating has the coordinator and its steps
   */
  InProcess(Supplier<Engine> transforming, Consumer<String> problems, Coordinating coordinating) {
    FunctionLog log = FunctionLog.lines(problems);
    this.transforms =
        new TransformInstances(() -> new TransformFunction(transforming.get().transform(), log));
    this.coordinating = coordinating;
  }

  @Override
  public StreamsEventResponse transform(KinesisEvent event) {
    return transforms.invoke(event);
  }

  @Override
  public void coordinate() {
    coordinating.with(
        engine -> new CoordinatorFunction(engine.coordinator()).handleRequest(Map.of(), null));
  }

  @Override
  public void advance(int stage, List<Integer> buckets) {
    coordinating.with(
        engine -> {
          engine.advance(stage, buckets);
          return buckets;
        });
  }
}
