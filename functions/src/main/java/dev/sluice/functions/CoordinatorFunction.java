package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.engine.control.Coordinator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * Closes intervals and has results published: on a schedule, and whenever a transform function
 * wakes it. What an event says does not matter; any number may run at once. A run that has more to
 * do than time stops between two entries, and the next one goes on.
 */
public final class CoordinatorFunction
    implements RequestHandler<Map<String, Object>, String>, RequestStreamHandler {
  private final Coordinator coordinator;
  private final Runnable tell;
  private final FunctionLog log;
  private final CallTime time;

  /** For Lambda: takes everything from the environment. */
  public CoordinatorFunction() {
    this(Wiring.fromEnvironment());
  }

  private CoordinatorFunction(Wiring wiring) {
    this(wiring.engine().coordinator(), wiring.metrics()::tell, wiring.log(), wiring.time());
  }

  /**
   * A function that tells nobody how the app is.
   *
   * @param coordinator one call at a time
   */
  public CoordinatorFunction(Coordinator coordinator) {
    this(coordinator, () -> {}, (text, fields) -> {});
  }

  /**
   * @param coordinator one call at a time
   * @param tell is run behind each run, also behind one that failed
   * @param log is told why a run failed
   */
  public CoordinatorFunction(Coordinator coordinator, Runnable tell, FunctionLog log) {
    this(coordinator, tell, log, new CallTime());
  }

  /**
   * @param time is told of each run
   */
  CoordinatorFunction(Coordinator coordinator, Runnable tell, FunctionLog log, CallTime time) {
    this.coordinator = coordinator;
    this.tell = tell;
    this.log = log;
    this.time = time;
  }

  /** What Lambda calls; it takes this way where a handler has it. */
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    EventJson.write(handleRequest(Map.of(), context), answer);
  }

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    try {
      coordinator.run(time.begin(context));
    } catch (RuntimeException e) {
      log.warn("a run of the coordinator failed, and the next one goes on: " + e, Map.of());
      throw e;
    } finally {
      tell.run(); // that an app stands still is to be seen
    }
    return "done";
  }
}
