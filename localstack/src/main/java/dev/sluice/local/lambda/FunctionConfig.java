package dev.sluice.local.lambda;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A function, as a template describes it.
 *
 * @param name by which it is called
 * @param handler the class, with {@code ::method} or without
 * @param memoryMegabytes 128 to 10,240 (Lambda quotas)
 * @param timeout of a call, 1 s to 15 min (Lambda quotas)
 * @param variables of its environment
 * @param asyncAtOnce how many events that nobody waits for are handled at the same time, from 1
 */
public record FunctionConfig(
    String name,
    String handler,
    int memoryMegabytes,
    Duration timeout,
    Map<String, String> variables,
    int asyncAtOnce) {
  private static final int MIN_MEGABYTES = 128;
  private static final int MAX_MEGABYTES = 10_240;
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);

  /**
   * @throws IllegalArgumentException if Lambda would not take it
   */
  public FunctionConfig {
    variables = Map.copyOf(variables);
    if (memoryMegabytes < MIN_MEGABYTES || memoryMegabytes > MAX_MEGABYTES) {
      throw refused(name, "MemorySize is " + memoryMegabytes + ": Lambda takes 128 to 10,240");
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw refused(name, "Timeout is " + timeout.toSeconds() + " s: Lambda takes 1 to 900");
    }
    if (asyncAtOnce < 1) {
      throw refused(name, "ReservedConcurrentExecutions is " + asyncAtOnce + ": it never runs");
    }
  }

  /** The class of the handler. */
  public String handlerClass() {
    int method = handler.indexOf("::");
    return method < 0 ? handler : handler.substring(0, method);
  }

  /** With other variables over these; those with an empty value are left out. */
  public FunctionConfig with(Map<String, String> overriding) {
    Map<String, String> all = new TreeMap<>(variables);
    all.putAll(overriding);
    all.values().removeIf(String::isEmpty);
    return new FunctionConfig(name, handler, memoryMegabytes, timeout, all, asyncAtOnce);
  }

  private static IllegalArgumentException refused(String name, String fault) {
    return new IllegalArgumentException("SLUICE-R05 function " + name + ": " + fault);
  }
}
