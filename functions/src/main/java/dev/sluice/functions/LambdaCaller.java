package dev.sluice.functions;

import dev.sluice.ports.Caller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Calls other functions by Lambda's Invoke API (version 2015-03-31), with the signer and the HTTP
 * client that the other clients bring along: a client library for one request is not worth its cold
 * start. Calls that fail are reported and left out: the schedule wakes the coordinator, and the
 * heads of lanes say how far a bucket function came.
 */
final class LambdaCaller implements Caller {
  /** The buckets of an app, 1,024 at most, in 128 calls: a few rounds of a second or two. */
  private static final int MAX_CALLS_AT_ONCE = 32;

  /** A call that has less for its work may be over before it has read its lanes. */
  private static final long MIN_WORK_MILLIS = 500;

  /** Of the time that there is, the others are for what comes behind a call. */
  private static final int PARTS_OF_TIME = 2;

  /**
   * Where calls go and how.
   *
   * @param quick for calls that are answered at once
   * @param patient for calls that are answered when the function is done
   */
  record Connection(
      SdkHttpClient quick,
      SdkHttpClient patient,
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      URI endpoint,
      String region) {}

  private final Connection connection;
  private final String coordinator;
  private final String bucketFunction;
  private final FunctionLog log;
  private final LongSupplier leftMillis;

  /**
   * @param coordinator name or ARN
   * @param bucketFunction name or ARN; empty where the coordinator does all steps
   * @param log is told of each call that failed
   * @param leftMillis gives for how long calls can still be waited for, {@link Long#MAX_VALUE} for
   *     as long as they take
   */
  LambdaCaller(
      Connection connection,
      String coordinator,
      String bucketFunction,
      FunctionLog log,
      LongSupplier leftMillis) {
    this.connection = connection;
    this.coordinator = coordinator;
    this.bucketFunction = bucketFunction;
    this.log = log;
    this.leftMillis = leftMillis;
  }

  @Override
  public void wakeCoordinator() {
    invoke(connection.quick, coordinator, "Event", "{}");
  }

  /**
   * {@inheritDoc}
   *
   * <p>Each call may work for half of the time that there is when it begins, so that some is left
   * for the stages behind and for what comes after them. One that takes longer, as a step may, is
   * left alone when the time is up: it comes to its end without being waited for.
   */
  @Override
  public void advance(int stage, List<Integer> buckets) {
    List<Callable<Boolean>> parts = new ArrayList<>();
    for (int from = 0; from < buckets.size(); from += BUCKETS_PER_CALL) {
      int to = Math.min(from + BUCKETS_PER_CALL, buckets.size());
      List<Integer> part = buckets.subList(from, to);
      parts.add(() -> call(stage, part));
    }
    if (!parts.isEmpty()) {
      long open = notOver(parts);
      if (open > 0) {
        log.warn(
            open
                + " of "
                + parts.size()
                + " calls of function "
                + bucketFunction
                + " for stage "
                + stage
                + " are not over or were not begun, as the time is up; the next run goes on",
            Map.of("function", bucketFunction, "stage", String.valueOf(stage)));
      }
    }
  }

  /** Makes calls, and says how many were not over, or not begun, when the time was up. */
  private long notOver(List<Callable<Boolean>> parts) {
    ExecutorService calls =
        Executors.newFixedThreadPool(
            Math.min(parts.size(), MAX_CALLS_AT_ONCE),
            task -> {
              Thread thread = new Thread(task, "sluice-bucket-call");
              thread.setDaemon(true);
              return thread;
            });
    long open = 0;
    try {
      for (Future<Boolean> end :
          calls.invokeAll(parts, leftMillis.getAsLong(), TimeUnit.MILLISECONDS)) {
        if (end.isCancelled() || !end.get()) {
          open++;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      calls.shutdown(); // a thread that still waits for an answer ends with it
    }
    return open;
  }

  /** Says whether there was time for it. */
  private boolean call(int stage, List<Integer> buckets) {
    long left = leftMillis.getAsLong();
    long work = left / PARTS_OF_TIME;
    if (work < MIN_WORK_MILLIS) {
      return false;
    }
    String list = buckets.stream().map(String::valueOf).collect(Collectors.joining(","));
    String millis = left == Long.MAX_VALUE ? "" : ",\"millis\":" + work;
    String payload = "{\"stage\":" + stage + ",\"buckets\":[" + list + "]" + millis + "}";
    invoke(connection.patient, bucketFunction, "RequestResponse", payload);
    return true;
  }

  private void invoke(SdkHttpClient http, String function, String type, String payload) {
    try {
      HttpExecuteResponse answer = http.prepareRequest(signed(function, type, payload)).call();
      answer.responseBody().ifPresent(LambdaCaller::drain);
      if (!answer.httpResponse().isSuccessful()) {
        report(function, "status " + answer.httpResponse().statusCode());
      } else {
        answer
            .httpResponse()
            .firstMatchingHeader("X-Amz-Function-Error")
            .ifPresent(error -> report(function, "it failed (" + error + "), see its log"));
      }
    } catch (IOException | RuntimeException e) {
      // A call that was left alone, which interrupts its thread, loses its connection while the
      // process sleeps, and that it is not over was said. Whether it failed its function says.
      if (!Thread.currentThread().isInterrupted()) {
        report(function, e.toString());
      }
    }
  }

  private HttpExecuteRequest signed(String function, String type, String payload) {
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    ContentStreamProvider content = () -> new ByteArrayInputStream(body);
    String name = URLEncoder.encode(function, StandardCharsets.UTF_8);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(connection.endpoint.resolve("/2015-03-31/functions/" + name + "/invocations"))
            .putHeader("X-Amz-Invocation-Type", type)
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", String.valueOf(body.length))
            .build();
    AwsCredentialsIdentity identity = connection.credentials.resolveIdentity().join();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(identity)
                        .request(request)
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, connection.region));
    return HttpExecuteRequest.builder()
        .request(signed.request())
        .contentStreamProvider(content)
        .build();
  }

  private static void drain(InputStream body) {
    try (body) {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // what a function answers is not looked at
    }
  }

  private void report(String function, String why) {
    log.warn("function " + function + " could not be called: " + why, Map.of("function", function));
  }
}
