package dev.sluice.local.lambda;

import dev.sluice.ports.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One process of a function, as Lambda's execution environments are: it makes the handler once and
 * then takes one call after the other, until it is killed or ends by itself.
 */
final class FunctionProcess implements RuntimeApi.Channel, AutoCloseable {

  /** Lambda gives 10 s to a start, and then begins it anew within the time of the call. */
  private static final Duration START = Duration.ofSeconds(10);

  private static final Duration END = Duration.ofSeconds(10);

  private final String id;
  private final FunctionConfig function;
  private final RuntimeApi api;
  private final Clock clock;
  private final Process process;
  private final Thread reader;
  private final LastLines said = new LastLines();
  private final long startMillis;

  /** Completed by the first question for a call, or by what went wrong before. */
  private final CompletableFuture<Reply> started = new CompletableFuture<>();

  private CompletableFuture<Invocation> asking;
  private Invocation given;
  private String current = "";
  private CompletableFuture<Reply> outcome = new CompletableFuture<>();
  private volatile long readyMillis;
  private volatile boolean closed;

  private FunctionProcess(
      String id,
      FunctionConfig function,
      Launch launch,
      RuntimeApi api,
      Clock clock,
      Consumer<String> log) {
    this.id = id;
    this.function = function;
    this.api = api;
    this.clock = clock;
    api.open(id, this);
    startMillis = clock.nowMillis();
    process = launch.start(function, api.address(id));
    reader = new Thread(() -> read(log), "sluice-" + function.name() + "-output");
    reader.setDaemon(true);
    reader.start();
    process.onExit().thenAccept(ended -> ended(ended.exitValue()));
  }

  static FunctionProcess start(
      String id,
      FunctionConfig function,
      Launch launch,
      RuntimeApi api,
      Clock clock,
      Consumer<String> log) {
    return new FunctionProcess(id, function, launch, api, clock, log);
  }

  /** From the start of the process until it first asked for a call. */
  Duration startTime() {
    return Duration.ofMillis(readyMillis - startMillis);
  }

  long startMillis() {
    return startMillis;
  }

  boolean isAlive() {
    return process.isAlive() && !closed;
  }

  /** The most memory that the process had at once, in bytes, where the system tells. */
  OptionalLong peakBytes() {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Makes a call and waits for its end. One at a time.
   *
   * @param requestId of the call
   */
  Reply call(String requestId, byte[] event) throws InterruptedException {
    Duration longest = readyMillis == 0 ? START.plus(function.timeout()) : Duration.ofMillis(0);
    Reply failed = await(started, longest, requestId, "Starting");
    if (failed != null) {
      return failed;
    }
    CompletableFuture<Reply> mine = new CompletableFuture<>();
    long deadline = clock.nowMillis() + function.timeout().toMillis();
    synchronized (this) {
      outcome = mine;
      current = requestId;
      given = new Invocation(requestId, event, deadline, arn());
      hand();
      if (!process.isAlive()) {
        ended(process.exitValue());
      }
    }
    return await(mine, function.timeout(), requestId, "Task");
  }

  private Reply await(CompletableFuture<Reply> end, Duration longest, String requestId, String what)
      throws InterruptedException {
    try {
      return end.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      String seconds = String.format(Locale.ROOT, "%.2f", longest.toMillis() / 1000.0);
      return Errors.timedOut(requestId, function.name(), what, seconds, said);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Gives the call to the process, if there is one and it asks. */
  private void hand() {
    if (asking != null && given != null) {
      asking.complete(given);
      asking = null;
      given = null;
    }
  }

  @Override
  public synchronized CompletableFuture<Invocation> next() {
    if (readyMillis == 0) {
      readyMillis = clock.nowMillis();
      started.complete(null);
    }
    asking = new CompletableFuture<>();
    CompletableFuture<Invocation> answer = asking;
    hand();
    return answer;
  }

  @Override
  public void answered(String requestId, byte[] payload) {
    end(requestId, new Reply.Answered(payload));
  }

  @Override
  public void threw(String requestId, byte[] error) {
    end(requestId, Errors.threw(function.name(), error));
  }

  @Override
  public void notStarted(byte[] error) {
    started.complete(Errors.notStarted(function.name(), error, said));
  }

  private synchronized void end(String requestId, Reply reply) {
    if (requestId.equals(current)) {
      outcome.complete(reply);
    }
  }

  private void ended(int exit) {
    awaitOutput();
    started.complete(Errors.endedAtStart(id, function.name(), exit, said));
    synchronized (this) {
      end(current, Errors.crashed(current, function.name(), exit, said));
      if (asking != null) {
        asking.cancel(false);
      }
    }
  }

  /** The last words of a process may still be on their way. */
  private void awaitOutput() {
    try {
      reader.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Consumer<String> log) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        log.accept(line);
      }
    } catch (IOException e) {
      // it was killed
    }
  }

  private String arn() {
    return "arn:aws:lambda:us-east-1:000000000000:function:" + function.name();
  }

  /** Kills the process; its call fails, as it would where it died by itself. */
  void kill() {
    process.destroyForcibly();
  }

  /** Kills the process and waits for its end. */
  @Override
  public void close() {
    closed = true;
    process.destroyForcibly();
    api.shut(id);
    try {
      process.waitFor(END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
