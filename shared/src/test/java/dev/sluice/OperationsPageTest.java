package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsPageTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** A name of the template: several words, each with a capital. */
  private static final String NAME = "([A-Z][a-z]+(?:[A-Z][a-z0-9]*)+)";

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A part of a page or template, from one line up to another. */
  private static String part(String text, String from, String to) {
    String behind = text.substring(text.indexOf("\n" + from + "\n"));
    int end = behind.indexOf("\n" + to + "\n");
    return end < 0 ? behind : behind.substring(0, end);
  }

  @Test
  void everyAlarmIsExplainedAndNoOtherIs() throws IOException {
    Set<String> alarms =
        found(
            "AlarmName: !Sub \\$\\{StackLabel}-([a-z-]+)$",
            read("infra/alarms.yaml") + read("infra/app-alarms.yaml"));
    String table = part(read("docs/operations.md"), "## Alarms", "## When something is wrong");
    String names = String.join("\n", found("^\\| (`[^|]+`) \\|", table));
    assertThat(alarms).hasSizeGreaterThan(10);
    assertThat(found("`([a-z-]+)`", names)).isEqualTo(alarms);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/operations.md", "docs/security.md"})
  void pagesNameParametersAndOutputsThatTheTemplateHas(String page) throws IOException {
    String template = read("template.yaml");
    Set<String> parameters = found("^  (\\w+):$", part(template, "Parameters:", "Mappings:"));
    Set<String> outputs = found("^  (\\w+):$", part(template + "\n", "Outputs:", "End"));
    assertThat(parameters).contains("AppName", "RestoreFrom");
    assertThat(outputs).contains("AppName", "MappingId");
    String text = read(page);
    assertThat(outputs).containsAll(found("\\(stack (\\w+)", text));
    assertThat(parameters).containsAll(found("\\b" + NAME + "=(?!=)", text));
    Set<String> known = new TreeSet<>(parameters);
    known.addAll(outputs);
    known.addAll(found("^\\s+- Sid: (\\w+)", template));
    known.addAll(found("MetricName: (\\w+)", read("infra/alarms.yaml")));
    known.addAll(found("MetricName: (\\w+)", read("infra/app-alarms.yaml")));
    known.addAll(found("\"Sluice\", \"([A-Za-z]+)\"", read("infra/dashboard.yaml")));
    known.addAll(found("\"AWS/Kinesis\", \"([A-Za-z]+)\"", read("infra/dashboard.yaml")));
    known.addAll(found("\\b[a-z0-9]+:([A-Z][A-Za-z]+)", template)); // rights
    known.addAll(Set.of("StateReader", "RightsIT", "ServiceLoader", "FunctionName"));
    assertThat(known).as("names in %s", page).containsAll(found("`" + NAME + "`", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/operations.md", "docs/security.md"})
  void pagesNameErrorsThatAreExplained(String page) throws IOException {
    Set<String> explained = found("^### (SLUICE-[A-Z]+[0-9]+):", read("docs/errors.md"));
    assertThat(explained)
        .containsAll(found("(SLUICE-[A-Z]+[0-9]+)", read(page)))
        .containsAll(
            found("`([A-Z][0-9][0-9])`", read(page)).stream().map(it -> "SLUICE-" + it).toList());
  }
}
