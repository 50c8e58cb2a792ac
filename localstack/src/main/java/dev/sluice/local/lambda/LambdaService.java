package dev.sluice.local.lambda;

import dev.sluice.local.services.Exchange;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Ids;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Functions that are called by name, as Lambda's Invoke operation does it: with an answer, or by an
 * event that nobody waits for. Such an event is tried once.
 */
public final class LambdaService implements AutoCloseable {
  private final Clock clock;
  private final Ids ids;
  private final BiConsumer<String, String> log;
  private final Consumer<String> problems;
  private final RuntimeApi api = RuntimeApi.start();
  private final Map<String, FunctionPool> pools = new ConcurrentHashMap<>();
  private final Map<String, ExecutorService> events = new ConcurrentHashMap<>();
  private final Set<String> losing = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param log takes the name of a function and a line that it has written
   * @param problems takes what goes wrong with events that nobody waits for
   */
  public LambdaService(
      Clock clock, Ids ids, BiConsumer<String, String> log, Consumer<String> problems) {
    this.clock = clock;
    this.ids = ids;
    this.log = log;
    this.problems = problems;
  }

  /** Takes a function; processes are started when it is called. */
  public void deploy(FunctionConfig function, Launch launch) {
    String name = function.name();
    pools.put(
        name, new FunctionPool(function, launch, api, clock, ids, line -> log.accept(name, line)));
    events.put(
        name,
        Executors.newFixedThreadPool(
            function.asyncAtOnce(),
            task -> {
              Thread thread = new Thread(task, "sluice-event-" + name);
              thread.setDaemon(true);
              return thread;
            }));
  }

  boolean has(String name) {
    return pools.containsKey(name);
  }

  /**
   * Calls a function and waits for the end of the call.
   *
   * @throws IllegalArgumentException if there is no such function
   */
  public Reply call(String name, byte[] event) throws InterruptedException {
    return pool(name).call(event);
  }

  /**
   * Has a function called soon.
   *
   * @throws IllegalArgumentException if there is no such function
   */
  public void later(String name, byte[] event) {
    FunctionPool pool = pool(name);
    if (losing.contains(name)) {
      return;
    }
    events.get(name).execute(() -> handle(pool, event));
  }

  /** Loses the events of a function, as where it may not run at all; or takes them again. */
  public void lose(String name, boolean events) {
    if (events) {
      losing.add(pool(name).function().name());
    } else {
      losing.remove(name);
    }
  }

  /** Kills the processes of all functions, as if their machine failed; calls start others. */
  public void kill() {
    pools.values().forEach(FunctionPool::kill);
  }

  private void handle(FunctionPool pool, byte[] event) {
    try {
      if (!closed && pool.call(event) instanceof Reply.Failed failed && !closed) {
        problems.accept(failed.message());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!closed) {
        problems.accept("an event of function " + pool.function().name() + " is lost: " + e);
      }
    }
  }

  private FunctionPool pool(String name) {
    FunctionPool pool = pools.get(name);
    if (pool == null) {
      throw new IllegalArgumentException("There is no function " + name + " but " + pools.keySet());
    }
    return pool;
  }

  /** The Invoke operation over HTTP. */
  public Exchange.Handler endpoint() {
    return new InvokeEndpoint(this);
  }

  /** What the functions have done so far, by name. */
  public List<FunctionCounters> counters() {
    List<FunctionCounters> counters = new ArrayList<>();
    pools.keySet().stream().sorted().forEach(name -> counters.add(pools.get(name).counters()));
    return counters;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Kills all processes. */
  @Override
  public void close() {
    closed = true;
    events.values().forEach(ExecutorService::shutdownNow);
    pools.values().forEach(FunctionPool::close);
    api.close();
  }
}
