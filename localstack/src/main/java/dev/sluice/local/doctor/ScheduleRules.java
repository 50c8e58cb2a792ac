package dev.sluice.local.doctor;

/** How the coordinator must be called, so that batches are closed though nothing wakes it. */
final class ScheduleRules {
  /**
   * As the template has it: the backstop, and the age of a call that would come beside the next.
   */
  private static final String EXPRESSION = "rate(1 minute)";

  private static final int AGE_SECONDS = 60;
  private static final String DEPLOY =
      "deploy the template, which calls it with " + EXPRESSION + "; undo changes by hand";

  private ScheduleRules() {}

  static void check(ScheduleFacts it, Diagnosis diagnosis) {
    diagnosis.check(
        it.eventAgeSeconds() <= AGE_SECONDS,
        Finding.warns(
            "wake-ups of the coordinator wait for up to " + it.eventAgeSeconds() + " s",
            "they come in a heap after an outage, beside the schedule",
            "deploy the template, which lets them wait for " + AGE_SECONDS + " s"));
    diagnosis.check(
        it.unread().isEmpty(),
        Finding.warns(
            "the schedule of the coordinator cannot be looked at: " + it.unread().orElse(""),
            "whether it is called is not known",
            "allow whoever calls this events:ListRuleNamesByTarget, events:DescribeRule and"
                + " events:ListTargetsByRule"));
    if (it.unread().isPresent()) {
      return;
    }
    diagnosis.check(
        it.rules().stream().anyMatch(ScheduleFacts.Rule::enabled),
        Finding.breaks(
            it.rules().isEmpty()
                ? "no rule calls the coordinator"
                : "rule " + it.rules().get(0).name() + ", which calls the coordinator, is disabled",
            "where a wake-up is lost or a shard is idle, results stand still",
            it.rules().isEmpty()
                ? DEPLOY
                : "aws events enable-rule --name " + it.rules().get(0).name()));
    for (ScheduleFacts.Rule rule : it.rules()) {
      String name = "rule " + rule.name();
      diagnosis.check(
          rule.expression().equals(EXPRESSION),
          Finding.warns(
              name + " calls the coordinator with " + rule.expression(),
              "results of idle shards wait for as long, or it is called for nothing",
              DEPLOY));
      diagnosis.check(
          rule.retries() == 0 && rule.eventAgeSeconds() <= AGE_SECONDS,
          Finding.warns(
              name
                  + " repeats a call "
                  + rule.retries()
                  + " times, for up to "
                  + rule.eventAgeSeconds()
                  + " s",
              "calls come in a heap after an outage; the next one does the work of all",
              DEPLOY + " and no retries"));
    }
  }
}
