package dev.sluice.local.doctor;

import java.util.List;
import java.util.Optional;

/**
 * How the coordinator comes to be called.
 *
 * @param rules of EventBridge that call it
 * @param eventAgeSeconds for how long a wake-up waits that could not be delivered
 * @param unread why the rules could not be read, if so
 */
public record ScheduleFacts(List<Rule> rules, int eventAgeSeconds, Optional<String> unread) {

  /**
   * A rule.
   *
   * @param expression when it calls, such as {@code rate(1 minute)}
   * @param enabled whether it calls at all
   * @param retries how often a call is repeated that was not taken
   * @param eventAgeSeconds for how long
   */
  public record Rule(
      String name, String expression, boolean enabled, int retries, int eventAgeSeconds) {}
}
