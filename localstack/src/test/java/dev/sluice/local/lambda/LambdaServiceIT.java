package dev.sluice.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.SystemClock;
import dev.sluice.local.lambda.handlers.Obedient;
import dev.sluice.local.lambda.handlers.Unwilling;
import dev.sluice.local.services.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small functions in processes of their own, through AWS's Runtime Interface Client. */
@Timeout(120)
class LambdaServiceIT {
  private static final int MEMORY_MEGABYTES = 200;

  @TempDir Path classes;

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();
  private TaskRoot root;
  private LambdaService lambda;

  @BeforeEach
  void deploy() throws IOException {
    for (Class<?> handler : List.of(Obedient.class, Unwilling.class)) {
      String file = handler.getName().replace('.', '/') + ".class";
      Path copy = classes.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(handler.getResourceAsStream("/" + file), copy);
    }
    root = TaskRoot.of(List.of(classes));
    lambda =
        new LambdaService(
            new SystemClock(),
            new RandomIds(),
            (function, line) -> said.add(function + ": " + line),
            problems::add);
    deploy("obedient", Obedient.class.getName(), Map.of("SOME_VARIABLE", "its value"));
  }

  private void deploy(String name, String handler, Map<String, String> variables) {
    lambda.deploy(
        new FunctionConfig(name, handler, MEMORY_MEGABYTES, Duration.ofSeconds(3), variables, 2),
        Launch.ofThisJava(root.directory()));
  }

  @AfterEach
  void stop() {
    lambda.close();
    root.close();
    assertThat(root.directory()).doesNotExist();
  }

  private Reply call(String name, String event) throws InterruptedException {
    return lambda.call(name, event.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(byte[] payload) throws IOException {
    return new ObjectMapper().readTree(payload);
  }

  private JsonNode answer(String event) throws Exception {
    Reply reply = call("obedient", event);
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    return json(((Reply.Answered) reply).payload());
  }

  private Reply.Failed failure(String name, String event) throws InterruptedException {
    Reply reply = call(name, event);
    assertThat(reply).isInstanceOf(Reply.Failed.class);
    return (Reply.Failed) reply;
  }

  @Test
  void oneProcessTakesOneCallAfterTheOtherAndFindsWhatTheTemplateSays() throws Exception {
    JsonNode first = answer("{}");
    JsonNode second = answer("{\"do\":\"say\",\"text\":\"hello\"}");

    assertThat(first.path("calls").asInt()).isEqualTo(1);
    assertThat(second.path("calls").asInt()).isEqualTo(2);
    assertThat(first.path("function").asText()).isEqualTo("obedient");
    assertThat(first.path("variable").asText()).isEqualTo("its value");
    assertThat(first.path("home").asText()).as("nothing of our environment").isEqualTo("none");
    assertThat(first.path("remaining").asInt()).isBetween(1, 3_000);
    assertThat(first.path("heap").asLong())
        .isBetween(MEMORY_MEGABYTES * 80L * 10_486, MEMORY_MEGABYTES * 85L * 10_486);
    assertThat(said.poll(10, TimeUnit.SECONDS)).isEqualTo("obedient: hello");
    FunctionCounters counters = lambda.counters().get(0);
    assertThat(counters.calls()).isEqualTo(2);
    assertThat(counters.starts()).singleElement().satisfies(it -> assertThat(it).isPositive());
    assertThat(counters.peakBytes()).isGreaterThan(10_000_000);
  }

  @Test
  void aHandlerThatThrowsFailsItsCallAndTheProcessGoesOn() throws Exception {
    answer("{}");
    Reply.Failed failed = failure("obedient", "{\"do\":\"throw\"}");

    assertThat(failed.kind()).isEqualTo(Reply.Kind.THREW);
    assertThat(failed.message()).contains("IllegalStateException: as it was told");
    assertThat(json(failed.payload()).path("errorMessage").asText()).isEqualTo("as it was told");
    assertThat(answer("{}").path("calls").asInt()).isEqualTo(3);
    assertThat(lambda.counters().get(0).threw()).isEqualTo(1);
  }

  @Test
  void aCallThatTakesTooLongIsKilledWithItsProcess() throws Exception {
    answer("{\"do\":\"say\",\"text\":\"before\"}");
    Reply.Failed failed = failure("obedient", "{\"do\":\"sleep\"}");

    assertThat(failed.kind()).isEqualTo(Reply.Kind.TIMED_OUT);
    assertThat(failed.message())
        .contains("SLUICE-R04", "a call took longer than 3.00 s", "Timeout", "before");
    assertThat(json(failed.payload()).path("errorType").asText()).isEqualTo("Sandbox.Timedout");
    assertThat(json(failed.payload()).path("errorMessage").asText())
        .endsWith("Task timed out after 3.00 seconds");
    assertThat(answer("{}").path("calls").asInt()).as("a new process").isEqualTo(1);
    FunctionCounters counters = lambda.counters().get(0);
    assertThat(counters.timedOut()).isEqualTo(1);
    assertThat(counters.starts()).hasSize(2);
  }

  @Test
  void aProcessThatEndsInACallSaysItsLastWords() throws Exception {
    Reply.Failed failed = failure("obedient", "{\"do\":\"exit\"}");

    assertThat(failed.kind()).isEqualTo(Reply.Kind.CRASHED);
    assertThat(failed.message()).contains("exit status 3", "the last words");
    assertThat(json(failed.payload()).path("errorType").asText()).isEqualTo("Runtime.ExitError");
    assertThat(answer("{}").path("calls").asInt()).isEqualTo(1);
    assertThat(lambda.counters().get(0).crashed()).isEqualTo(1);
  }

  @Test
  void aHandlerThatCannotBeMadeSaysWhy() throws Exception {
    deploy("unwilling", Unwilling.class.getName(), Map.of());
    deploy("missing", "com.example.Missing", Map.of());
    deploy("wrong", Obedient.class.getName(), Map.of("JAVA_TOOL_OPTIONS", "-XX:+NoSuchFlag"));

    Reply.Failed unwilling = failure("unwilling", "{}");
    assertThat(unwilling.kind()).isEqualTo(Reply.Kind.NOT_STARTED);
    assertThat(unwilling.message()).contains("SLUICE-R03", "not today", "it looks bad");
    assertThat(failure("missing", "{}").message()).contains("com.example.Missing");
    Reply.Failed wrong = failure("wrong", "{}");
    assertThat(wrong.kind()).isEqualTo(Reply.Kind.NOT_STARTED);
    assertThat(wrong.message()).contains("SLUICE-R03", "exit status 1", "NoSuchFlag");
  }

  @Test
  void callsAtTheSameTimeHaveProcessesOfTheirOwn() throws Exception {
    lambda.later("obedient", "{\"do\":\"sleep\"}".getBytes(StandardCharsets.UTF_8));
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(answer("{}").path("calls").asInt()).isEqualTo(1);
    assertThat(problems.poll(60, TimeUnit.SECONDS)).contains("SLUICE-R04 function obedient");
  }

  @Test
  void processesThatAreKilledFailTheirCallsAndOthersTakeTheirPlace() throws Exception {
    answer("{}");
    lambda.later("obedient", "{\"do\":\"sleep\"}".getBytes(StandardCharsets.UTF_8));
    TimeUnit.MILLISECONDS.sleep(100);
    lambda.kill();
    assertThat(problems.poll(60, TimeUnit.SECONDS))
        .contains("function obedient ended in a call (signal 9)");
    assertThat(answer("{}").path("calls").asInt()).as("a new process").isEqualTo(1);
  }

  @Test
  void eventsOfAFunctionThatMayNotRunAreLost() throws Exception {
    lambda.lose("obedient", true);
    lambda.later("obedient", "{\"do\":\"say\",\"text\":\"lost\"}".getBytes(StandardCharsets.UTF_8));
    lambda.lose("obedient", false);
    lambda.later(
        "obedient", "{\"do\":\"say\",\"text\":\"heard\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(said.poll(60, TimeUnit.SECONDS)).isEqualTo("obedient: heard");
    assertThat(said.poll(1, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void functionsAreInvokedAsLambdaIs() throws Exception {
    Exchange.Response answered = invoke("obedient", "RequestResponse", "{}");
    assertThat(answered.status()).isEqualTo(200);
    assertThat(json(answered.body()).path("function").asText()).isEqualTo("obedient");
    assertThat(answered.headers()).doesNotContainKey("X-Amz-Function-Error");

    Exchange.Response threw =
        invoke("arn:aws:lambda:us-east-1:1:function:obedient:live", "", "{\"do\":\"throw\"}");
    assertThat(threw.status()).isEqualTo(200);
    assertThat(threw.headers()).containsEntry("X-Amz-Function-Error", "Unhandled");

    Exchange.Response event =
        invoke("obedient:live", "Event", "{\"do\":\"say\",\"text\":\"heard\"}");
    assertThat(event.status()).isEqualTo(202);
    String line;
    do {
      line = said.poll(30, TimeUnit.SECONDS);
      assertThat(line).isNotNull();
    } while (!line.equals("obedient: heard"));

    assertThat(invoke("obedient", "DryRun", "{}").status()).isEqualTo(204);
    Exchange.Response unknown = invoke("nobody", "Event", "{}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.headers()).containsEntry("x-amzn-ErrorType", "ResourceNotFoundException");
    assertThat(invoke("obedient", "RequestResponse", "x".repeat(7 << 20)).status()).isEqualTo(413);
  }

  private Exchange.Response invoke(String name, String type, String event) throws IOException {
    Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("x-amz-invocation-type", type);
    String path = "/2015-03-31/functions/" + name.replace(":", "%3A") + "/invocations";
    return lambda
        .endpoint()
        .handle(
            new Exchange.Request("POST", path, headers, event.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aFunctionThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> call("nobody", "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("obedient");
  }
}
