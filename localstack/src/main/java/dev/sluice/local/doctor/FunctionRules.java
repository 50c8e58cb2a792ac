package dev.sluice.local.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the three functions must be told, so that they are parts of one app. */
final class FunctionRules {
  private static final String PREFIX = "SLUICE_";
  private static final String DEPLOY =
      "deploy the template; a change by hand is to be undone by hand";

  /** An inactive one was not called for weeks, and comes back with the next call. */
  private static final Set<String> CALLED = Set.of("Active", "Inactive");

  /** A wake-up that comes late is of no use: the schedule wakes as well. */
  private static final int RETRIES_OF_WAKE_UPS = 0;

  private FunctionRules() {}

  static void check(List<FunctionFacts> functions, Diagnosis diagnosis) {
    FunctionFacts first = functions.get(0);
    for (FunctionFacts it : functions) {
      String function = "the " + it.role() + " function " + it.name();
      diagnosis.check(
          CALLED.contains(it.state()),
          Finding.breaks(
              function + " is " + it.state(), "it is not called", "see its state reason"));
      diagnosis.check(
          it.reserved().orElse(1) > 0,
          Finding.breaks(
              function + " has a reserved concurrency of 0",
              "it is never run",
              "aws lambda delete-function-concurrency --function-name " + it.name()));
      diagnosis.check(
          !it.version().equals("$LATEST"),
          Finding.warns(
              function + " is called as $LATEST",
              "SnapStart has no effect, and code changes under calls that run",
              DEPLOY));
      checkSettings(it, function, diagnosis);
      checkSame(first, it, diagnosis);
    }
    coordinator(functions, diagnosis);
  }

  private static void checkSettings(FunctionFacts it, String function, Diagnosis diagnosis) {
    String fault = "";
    try {
      it.settings();
    } catch (IllegalArgumentException e) {
      fault = e.getMessage();
    }
    diagnosis.check(
        fault.isEmpty(),
        Finding.breaks(function + " refuses its environment", fault, "mend the template"));
  }

  private static void checkSame(FunctionFacts first, FunctionFacts it, Diagnosis diagnosis) {
    TreeSet<String> differing = new TreeSet<>(sluice(first).keySet());
    differing.addAll(sluice(it).keySet());
    differing.removeIf(
        name ->
            first.variables().getOrDefault(name, "").equals(it.variables().getOrDefault(name, "")));
    diagnosis.check(
        differing.isEmpty(),
        Finding.breaks(
            "the "
                + first.role()
                + " and the "
                + it.role()
                + " function are told different "
                + String.join(", ", differing),
            "they are not parts of one app: each refuses the other's lanes, or writes elsewhere",
            DEPLOY));
    diagnosis.check(
        first.codeDigest().equals(it.codeDigest()),
        Finding.warns(
            "the " + first.role() + " and the " + it.role() + " function have different code",
            "one of them may be refused, as during a deployment",
            DEPLOY));
  }

  private static void coordinator(List<FunctionFacts> functions, Diagnosis diagnosis) {
    for (FunctionFacts it : functions) {
      if (it.role().equals("coordinator")) {
        diagnosis.check(
            it.asynchronousRetries() == RETRIES_OF_WAKE_UPS,
            Finding.warns(
                "wake-ups of the coordinator are repeated " + it.asynchronousRetries() + " times",
                "a run that fails is run again at once, beside the schedule",
                "aws lambda put-function-event-invoke-config --maximum-retry-attempts 0"
                    + " --function-name "
                    + it.name()
                    + ":live"));
      }
    }
  }

  private static Map<String, String> sluice(FunctionFacts function) {
    Map<String, String> own = new TreeMap<>(function.variables());
    own.keySet().removeIf(name -> !name.startsWith(PREFIX));
    return own;
  }

  /** Where the functions think that the mapping began, if they can be asked. */
  static Optional<Instant> started(FunctionFacts transform) {
    try {
      return transform.settings().start();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
