package dev.sluice.cli;

import dev.sluice.api.StreamApp;
import dev.sluice.local.doctor.Diagnosis;
import dev.sluice.local.doctor.Doctor;
import dev.sluice.local.doctor.Facts;
import dev.sluice.local.doctor.FactsReader;
import dev.sluice.local.doctor.Finding;
import dev.sluice.local.stack.StackClients;
import dev.sluice.plan.Plan;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for what breaks the guarantees of a deployed app. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Looks at a deployed app for what breaks its guarantees, such as a mapping that gives up or"
          + " objects that go before their entries, and says what puts it right. Changes nothing."
          + " The exit code is 1 where a guarantee is broken. With the app it also looks whether the"
          + " streams are those that it reads, and keep records for as long as its windows are open."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice doctor --stack sluice-clicks",
      "  ./sluice doctor --stack sluice-clicks --jar app.jar --class com.example.Clicks"
    })
final class DoctorCommand implements Callable<Integer> {
  /** The variable that tells functions the class of the app. */
  private static final String DEPLOYED = "SLUICE_APP";

  @Option(
      names = "--stack",
      required = true,
      paramLabel = "NAME",
      description =
          "The stack with which the app was deployed, with the credentials and the region of this"
              + " machine.")
  String stack;

  @Option(names = "--endpoint", paramLabel = "URL", description = "An emulator in place of AWS.")
  URI endpoint;

  @Mixin AppOptions apps;

  @Mixin TableOptions tables;

  @Mixin AnswerOptions answer;

  @Override
  public Integer call() {
    Optional<StreamApp> app = apps.isUnsaid() ? Optional.empty() : Optional.of(apps.choose().app());
    Optional<Plan> plan = app.map(tables::plan);
    Facts facts = FactsReader.read(new StackClients(Optional.ofNullable(endpoint)), stack);
    app.ifPresent(each -> requireDeployed(each.getClass().getName(), facts));
    Diagnosis diagnosis = Doctor.examine(facts, plan);
    answer.give(fields(diagnosis), lines(diagnosis));
    return diagnosis.isBroken() ? Main.FAILED : 0;
  }

  private void requireDeployed(String name, Facts facts) {
    String deployed = facts.functions().get(0).variables().getOrDefault(DEPLOYED, "");
    if (!name.equals(deployed)) {
      throw new UserException(
          "stack '" + stack + "' runs '" + deployed + "', not '" + name + "'; give that one");
    }
  }

  private static List<String> lines(Diagnosis diagnosis) {
    List<String> lines = new ArrayList<>();
    for (Finding each : diagnosis.findings()) {
      lines.add(level(each) + ": " + each.what());
      lines.add("  why: " + each.why());
      lines.add("  to do: " + each.todo());
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%d checks: %s",
            diagnosis.checks(),
            diagnosis.findings().isEmpty()
                ? "all is as it should be"
                : diagnosis.findings().size() + " to look at"));
    return lines;
  }

  private static Map<String, Object> fields(Diagnosis diagnosis) {
    List<Map<String, Object>> findings = new ArrayList<>();
    for (Finding each : diagnosis.findings()) {
      Map<String, Object> finding = new LinkedHashMap<>();
      finding.put("level", level(each));
      finding.put("what", each.what());
      finding.put("why", each.why());
      finding.put("toDo", each.todo());
      findings.add(finding);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("checks", diagnosis.checks());
    fields.put("findings", findings);
    return fields;
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
