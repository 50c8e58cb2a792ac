package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class LambdaCallerTest {
  private record Seen(String method, String path, String type, String authorization, String body) {}

  private interface Answer {
    int status(HttpExchange exchange) throws Exception;
  }

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private volatile Answer answer = exchange -> 202;
  private volatile LongSupplier leftMillis = () -> Long.MAX_VALUE;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
    http.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      seen.add(
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"),
              exchange.getRequestHeaders().getFirst("Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      exchange.sendResponseHeaders(answer.status(exchange), -1);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private LambdaCaller caller(AwsCredentialsProvider credentials) {
    URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
    return new LambdaCaller(
        new LambdaCaller.Connection(http, http, credentials, endpoint, "eu-west-1"),
        "arn:aws:lambda:eu-west-1:123456789012:function:wake me",
        "buckets",
        FunctionLog.lines(problems::add),
        () -> leftMillis.getAsLong());
  }

  private LambdaCaller caller() {
    return caller(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
  }

  @Test
  void wakeUpIsASignedAsynchronousInvocation() {
    caller().wakeCoordinator();

    assertThat(seen)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.method()).isEqualTo("POST");
              assertThat(one.path())
                  .startsWith("/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A")
                  .endsWith("/invocations");
              assertThat(one.type()).isEqualTo("Event");
              assertThat(one.authorization())
                  .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                  .contains("/eu-west-1/lambda/aws4_request");
              assertThat(one.body()).isEqualTo("{}");
            });
    assertThat(problems).isEmpty();
  }

  @Test
  void noWakeUpIsLeftOut() {
    LambdaCaller caller = caller();
    caller.wakeCoordinator();
    caller.wakeCoordinator();
    assertThat(seen).hasSize(2);
  }

  @Test
  void bucketsAreSharedByCallsThatRunAtTheSameTimeAndAreWaitedFor() {
    CountDownLatch both = new CountDownLatch(2);
    answer =
        exchange -> {
          both.countDown();
          return both.await(20, TimeUnit.SECONDS) ? 200 : 500;
        };
    caller().advance(3, IntStream.range(0, LambdaCaller.BUCKETS_PER_CALL + 1).boxed().toList());

    assertThat(problems).isEmpty();
    assertThat(seen)
        .extracting(Seen::body)
        .containsExactlyInAnyOrder(
            "{\"stage\":3,\"buckets\":[0,1,2,3,4,5,6,7]}", "{\"stage\":3,\"buckets\":[8]}");
    assertThat(seen).extracting(Seen::type).containsOnly("RequestResponse");
    assertThat(seen)
        .extracting(Seen::path)
        .containsOnly("/2015-03-31/functions/buckets/invocations");
  }

  @Test
  void callsMayTakeHalfOfTheTimeThatThereIs() {
    leftMillis = () -> 284_000;
    caller().advance(1, List.of(0, 1));
    assertThat(seen)
        .extracting(Seen::body)
        .containsExactly("{\"stage\":1,\"buckets\":[0,1],\"millis\":142000}");
  }

  @Test
  void nothingIsCalledWhenTheTimeIsAlmostUpAndTheLogSaysSo() {
    leftMillis = () -> 999;
    caller().advance(1, List.of(0));
    assertThat(seen).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("1 of 1 calls of function buckets", "not begun");
  }

  @Test
  void callThatIsStillAtWorkWhenTheTimeIsUpIsNotWaitedFor() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    answer =
        exchange -> {
          done.await(60, TimeUnit.SECONDS);
          throw new IOException("the connection is gone");
        };
    leftMillis = () -> 2_000;
    Thread run = new Thread(() -> caller().advance(1, List.of(0)));
    run.start();
    run.join(20_000);
    assertThat(run.isAlive()).isFalse();
    assertThat(seen).hasSize(1);
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("1 of 1 calls of function buckets", "not over");

    done.countDown();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("sluice-bucket-call")) {
        thread.join(20_000);
      }
    }
    assertThat(problems).as("what comes of it is not a problem of a later run").hasSize(1);
  }

  @Test
  void callsThatFailAreReportedAndDoNotThrow() {
    answer = exchange -> 429;
    caller().wakeCoordinator();
    assertThat(problems).singleElement().asString().contains("wake me", "429");

    problems.clear();
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
          return 200;
        };
    caller().advance(1, List.of(0));
    assertThat(problems).singleElement().asString().contains("buckets", "Unhandled");

    problems.clear();
    server.stop(0);
    caller().wakeCoordinator();
    assertThat(problems).singleElement().asString().contains("Exception");
  }

  @Test
  void missingCredentialsDoNotUndoWhatWasCommitted() {
    caller(
            () -> {
              throw new IllegalStateException("no credentials here");
            })
        .wakeCoordinator();
    assertThat(problems).singleElement().asString().contains("no credentials here");
  }
}
