package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What is read of rules that call a coordinator, and of those that call others as well. */
class ScheduleReaderTest {
  private static final String ALIAS = Healthy.ALIAS.replace("transform", "coordinator");

  private final Events events = new Events();

  /** Knows one rule unless it is told more, and gives one name and one target a page. */
  private static final class Events implements EventBridgeClient {
    final List<String> names = new ArrayList<>(List.of("r"));
    final List<Target> targets = new ArrayList<>();
    boolean denies;

    @Override
    public ListRuleNamesByTargetResponse listRuleNamesByTarget(ListRuleNamesByTargetRequest it) {
      if (denies) {
        throw EventBridgeException.builder().message("not authorized").build();
      }
      assertThat(it.targetArn()).isEqualTo(ALIAS);
      int page = page(it.nextToken());
      return ListRuleNamesByTargetResponse.builder()
          .ruleNames(names.subList(page, page + 1))
          .nextToken(next(page, names))
          .build();
    }

    @Override
    public DescribeRuleResponse describeRule(DescribeRuleRequest it) {
      return DescribeRuleResponse.builder()
          .name(it.name())
          .scheduleExpression("rate(1 minute)")
          .state("ENABLED")
          .build();
    }

    @Override
    public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest it) {
      int page = page(it.nextToken());
      return ListTargetsByRuleResponse.builder()
          .targets(targets.subList(page, page + 1))
          .nextToken(next(page, targets))
          .build();
    }

    private static int page(String token) {
      return token == null ? 0 : Integer.parseInt(token);
    }

    private static String next(int page, List<?> of) {
      return page + 1 < of.size() ? String.valueOf(page + 1) : null;
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private ScheduleFacts read() {
    return new ScheduleReader(events).of(ALIAS, 60);
  }

  private static Target target(String arn, RetryPolicy retries) {
    return Target.builder().arn(arn).retryPolicy(retries).build();
  }

  @Test
  void onlyWhatARuleDoesWithTheCoordinatorCounts() {
    RetryPolicy retries =
        RetryPolicy.builder().maximumRetryAttempts(0).maximumEventAgeInSeconds(60).build();
    events.targets.add(target("arn:aws:sqs:eu-west-1:123456789012:audit", null));
    events.targets.add(target(ALIAS, retries));
    assertThat(read().rules())
        .containsExactly(new ScheduleFacts.Rule("r", "rate(1 minute)", true, 0, 60));
  }

  @Test
  void allPagesOfRulesAreRead() {
    events.names.add("s");
    events.targets.add(target(ALIAS, null));
    assertThat(read().rules()).extracting(ScheduleFacts.Rule::name).containsExactly("r", "s");
  }

  @Test
  void whereNobodySaysOtherwiseCallsAreRepeatedForADay() {
    events.targets.add(target(ALIAS, null));
    events.targets.add(target(ALIAS, RetryPolicy.builder().build()));
    assertThat(read().rules())
        .hasSize(2)
        .containsOnly(new ScheduleFacts.Rule("r", "rate(1 minute)", true, 185, 86_400));
  }

  @Test
  void whoeverMayNotAskIsToldSo() {
    events.denies = true;
    assertThat(read()).isEqualTo(new ScheduleFacts(List.of(), 60, Optional.of("not authorized")));
  }
}
