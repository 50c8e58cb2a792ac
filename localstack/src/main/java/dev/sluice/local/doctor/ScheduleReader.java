package dev.sluice.local.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Asks EventBridge for the rules that call a function. */
final class ScheduleReader {
  /** What EventBridge does where nobody says otherwise: a day, and as often as goes into it. */
  private static final int DEFAULT_AGE_SECONDS = 86_400;

  private static final int DEFAULT_RETRIES = 185;

  private final EventBridgeClient events;

  ScheduleReader(EventBridgeClient events) {
    this.events = events;
  }

  /**
   * @param alias the ARN of the alias that is called
   * @param eventAgeSeconds what Lambda says
   */
  ScheduleFacts of(String alias, int eventAgeSeconds) {
    try {
      List<ScheduleFacts.Rule> rules = new ArrayList<>();
      for (String name : names(alias)) {
        DescribeRuleResponse rule = events.describeRule(request -> request.name(name));
        for (Target target : targets(name)) {
          if (target.arn().equals(alias)) {
            rules.add(rule(name, rule, target.retryPolicy()));
          }
        }
      }
      return new ScheduleFacts(rules, eventAgeSeconds, Optional.empty());
    } catch (SdkException e) {
      return new ScheduleFacts(List.of(), eventAgeSeconds, Optional.of(e.getMessage()));
    }
  }

  /** All pages; the SDK has no paginator for EventBridge. */
  private List<String> names(String alias) {
    List<String> names = new ArrayList<>();
    String next = null;
    do {
      String token = next;
      ListRuleNamesByTargetResponse page =
          events.listRuleNamesByTarget(request -> request.targetArn(alias).nextToken(token));
      names.addAll(page.ruleNames());
      next = page.nextToken();
    } while (next != null);
    return names;
  }

  private List<Target> targets(String rule) {
    List<Target> targets = new ArrayList<>();
    String next = null;
    do {
      String token = next;
      ListTargetsByRuleResponse page =
          events.listTargetsByRule(request -> request.rule(rule).nextToken(token));
      targets.addAll(page.targets());
      next = page.nextToken();
    } while (next != null);
    return targets;
  }

  private static ScheduleFacts.Rule rule(
      String name, DescribeRuleResponse rule, RetryPolicy retries) {
    return new ScheduleFacts.Rule(
        name,
        String.valueOf(rule.scheduleExpression()),
        rule.state() == RuleState.ENABLED,
        retries == null || retries.maximumRetryAttempts() == null
            ? DEFAULT_RETRIES
            : retries.maximumRetryAttempts(),
        retries == null || retries.maximumEventAgeInSeconds() == null
            ? DEFAULT_AGE_SECONDS
            : retries.maximumEventAgeInSeconds());
  }
}
