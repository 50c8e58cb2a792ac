package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleRulesTest {
  private static List<String> said(ScheduleFacts schedule) {
    Diagnosis diagnosis = new Diagnosis();
    ScheduleRules.check(schedule, diagnosis);
    return diagnosis.findings().stream().map(each -> each.level() + " " + each.what()).toList();
  }

  private static ScheduleFacts rule(String expression, boolean enabled, int retries, int age) {
    return new ScheduleFacts(
        List.of(new ScheduleFacts.Rule("r", expression, enabled, retries, age)),
        60,
        Optional.empty());
  }

  @Test
  void scheduleOfTheTemplateIsAsItShouldBe() {
    assertThat(said(Healthy.schedule())).isEmpty();
  }

  @Test
  void coordinatorThatNothingCallsBreaks() {
    assertThat(said(rule("rate(1 minute)", false, 0, 60)))
        .containsExactly("BREAKS rule r, which calls the coordinator, is disabled");
    assertThat(said(new ScheduleFacts(List.of(), 60, Optional.empty())))
        .containsExactly("BREAKS no rule calls the coordinator");
  }

  @Test
  void callsAtOtherTimesOrInAHeapWarn() {
    assertThat(said(rule("rate(1 hour)", true, 0, 60)))
        .containsExactly("WARNS rule r calls the coordinator with rate(1 hour)");
    assertThat(said(rule("rate(1 minute)", true, 185, 60)))
        .containsExactly("WARNS rule r repeats a call 185 times, for up to 60 s");
    assertThat(said(rule("rate(1 minute)", true, 0, 86_400)))
        .containsExactly("WARNS rule r repeats a call 0 times, for up to 86400 s");
    assertThat(said(new ScheduleFacts(Healthy.schedule().rules(), 21_600, Optional.empty())))
        .containsExactly("WARNS wake-ups of the coordinator wait for up to 21600 s");
  }

  @Test
  void scheduleThatCannotBeReadIsNamedAndNotJudged() {
    assertThat(said(new ScheduleFacts(List.of(), 60, Optional.of("denied"))))
        .containsExactly("WARNS the schedule of the coordinator cannot be looked at: denied");
  }
}
