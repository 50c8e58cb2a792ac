package dev.sluice.local.run;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.SystemClock;
import dev.sluice.local.lambda.FunctionConfig;
import dev.sluice.local.lambda.FunctionCounters;
import dev.sluice.local.lambda.KinesisCalls;
import dev.sluice.local.lambda.LambdaService;
import dev.sluice.local.lambda.Launch;
import dev.sluice.local.lambda.Reply;
import dev.sluice.local.lambda.TaskRoot;
import dev.sluice.local.mapping.EventJson;
import dev.sluice.local.services.Exchange;
import dev.sluice.ports.Caller;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The packaged functions, in processes of their own. */
final class Isolated implements Functions, AutoCloseable {
  private final Isolation isolation;
  private final Consumer<String> problems;
  private final LambdaService lambda;
  private final TaskRoot root;

  /**
   * @throws IllegalArgumentException if a jar is missing, or a handler is not in the jars
   */
  Isolated(Isolation isolation, Consumer<String> problems) {
    this.isolation = isolation;
    this.problems = problems;
    root = TaskRoot.of(isolation.jars());
    try {
      isolation.functions().forEach(root::requireHandler);
      lambda = new LambdaService(new SystemClock(), new RandomIds(), isolation.log(), problems);
    } catch (Throwable e) {
      root.close();
      throw e;
    }
  }

  /** Where functions are called over HTTP. */
  Exchange.Handler endpoint() {
    return lambda.endpoint();
  }

  /**
   * Takes the functions.
   *
   * @param services where all services are
   * @param variables of this run, over those of the template
   */
  void deploy(URI services, Map<String, String> variables) {
    // By its number, the S3 client addresses buckets by path; localhost it would put them before.
    String endpoint = "http://127.0.0.1:" + services.getPort();
    Launch launch = Launch.ofThisJava(root.directory()).with(Map.of("AWS_ENDPOINT_URL", endpoint));
    isolation.functions().forEach(each -> lambda.deploy(each.with(variables), launch));
  }

  /** Stops taking wake-ups of the coordinator, as an outage would, or goes on. */
  void pauseCoordinator(boolean stop) {
    lambda.lose(isolation.coordinator().name(), stop);
  }

  /** Kills all processes; calls start others. */
  void kill() {
    lambda.kill();
  }

  List<FunctionCounters> counters() {
    return lambda.counters();
  }

  @Override
  public StreamsEventResponse transform(KinesisEvent event) throws InterruptedException {
    return KinesisCalls.parse(call(isolation.transform(), EventJson.of(event)));
  }

  @Override
  public void coordinate() {
    try {
      call(isolation.coordinator(), "{}");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void advance(int stage, List<Integer> buckets) {
    try {
      for (int from = 0; from < buckets.size(); from += Caller.BUCKETS_PER_CALL) {
        String list =
            buckets.subList(from, Math.min(from + Caller.BUCKETS_PER_CALL, buckets.size())).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        call(isolation.bucket(), "{\"stage\":" + stage + ",\"buckets\":[" + list + "]}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      problems.accept(e.getMessage());
    }
  }

  private byte[] call(FunctionConfig function, String event) throws InterruptedException {
    Reply reply = lambda.call(function.name(), event.getBytes(StandardCharsets.UTF_8));
    if (reply instanceof Reply.Failed failed) {
      throw new IllegalStateException(failed.message());
    }
    return ((Reply.Answered) reply).payload();
  }

  @Override
  public void close() {
    try {
      lambda.close();
    } finally {
      root.close();
    }
  }
}
