package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.sluice.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Advances a share of the bucket lanes of a stage, for a coordinator that has many. The event is
 * {@code {"stage": 1, "buckets": [0, 1, 2]}}.
 */
public final class BucketFunction implements RequestHandler<Map<String, Object>, String> {
  static final String STAGE = "stage";
  static final String BUCKETS = "buckets";

  private final Engine engine;

  /** For Lambda: takes everything from the environment. */
  public BucketFunction() {
    this(Wiring.fromEnvironment().engine());
  }

  /**
   * @param engine one call at a time
   */
  public BucketFunction(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    List<Integer> buckets = new ArrayList<>();
    if (!(event.get(STAGE) instanceof Number stage) || !(event.get(BUCKETS) instanceof List<?> l)) {
      throw new IllegalArgumentException(
          "SLUICE-F02 the event must be {\"stage\": number, \"buckets\": [numbers]}, not " + event);
    }
    for (Object each : l) {
      buckets.add(((Number) each).intValue());
    }
    engine.advance(stage.intValue(), buckets);
    return "done";
  }
}
