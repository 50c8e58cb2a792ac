package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Advances a share of the bucket lanes of a stage, for a coordinator that has many. The event is
 * {@code {"stage": 1, "buckets": [0, 1, 2], "millis": 60000}}; the last says for how long another
 * step may be begun, as who calls has no more time. Without it the function takes its own.
 */
public final class BucketFunction
    implements RequestHandler<Map<String, Object>, String>, RequestStreamHandler {
  static final String STAGE = "stage";
  static final String BUCKETS = "buckets";
  static final String MILLIS = "millis";

  private final Engine engine;
  private final FunctionLog log;

  /** For Lambda: takes everything from the environment. */
  public BucketFunction() {
    this(Wiring.fromEnvironment());
  }

  private BucketFunction(Wiring wiring) {
    this(wiring.engine(), wiring.log());
  }

  /**
   * A function that says nothing beside its answers.
   *
   * @param engine one call at a time
   */
  public BucketFunction(Engine engine) {
    this(engine, (text, fields) -> {});
  }

  /**
   * @param engine one call at a time
   * @param log is told why buckets stand still
   */
  public BucketFunction(Engine engine, FunctionLog log) {
    this.engine = engine;
    this.log = log;
  }

  /** What Lambda calls; it takes this way where a handler has it. */
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    EventJson.write(handleRequest(EventJson.object(event), context), answer);
  }

  /**
   * @throws IllegalArgumentException if the event is something else, or the app has no such lanes
   */
  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    int stage = number(event, event == null ? null : event.get(STAGE));
    List<Integer> buckets = new ArrayList<>();
    if (!(event.get(BUCKETS) instanceof List<?> list)) {
      throw refused(event);
    }
    for (Object each : list) {
      buckets.add(number(event, each));
    }
    Object millis = event.get(MILLIS);
    BooleanSupplier mayGoOn =
        millis == null ? TimeBudget.of(context) : TimeBudget.of(context, number(event, millis));
    try {
      engine.advance(stage, buckets, mayGoOn);
    } catch (RuntimeException e) {
      log.warn(
          "one of the buckets " + buckets + " of stage " + stage + " stands still: " + e,
          Map.of("stage", String.valueOf(stage), "buckets", buckets.toString()));
      throw e;
    }
    return "done";
  }

  private static int number(Map<String, Object> event, Object value) {
    boolean whole =
        value instanceof Number number
            && number.doubleValue() == number.intValue()
            && number.longValue() == number.intValue();
    if (!whole) {
      throw refused(event);
    }
    return ((Number) value).intValue();
  }

  private static IllegalArgumentException refused(Map<String, Object> event) {
    return new IllegalArgumentException(
        "SLUICE-F02 the event must be {\"stage\": 1, \"buckets\": [0, 1]} with whole numbers, and"
            + " perhaps \"millis\", not "
            + event
            + "; this function is called by the coordinator only");
  }
}
