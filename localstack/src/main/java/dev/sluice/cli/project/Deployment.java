package dev.sluice.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a project is deployed by: the toolkit's template, with the project's names in it. */
final class Deployment {
  private static final String TEMPLATE = "template.yaml";
  private static final List<String> VERBATIM =
      List.of(
          "infra/alarms.yaml",
          "infra/app-alarms.yaml",
          "infra/dashboard.yaml",
          "infra/endpoints.yaml");

  private Deployment() {}

  /** The text of each file by its name in the project. */
  static Map<String, String> of(Toolkit toolkit, ProjectName name) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String each : VERBATIM) {
      files.put(each, Files.readString(toolkit.file(each)));
    }
    String template = Files.readString(toolkit.file(TEMPLATE));
    template =
        replaced(
            template,
            "    CodeUri: functions/target/sluice-functions.jar\n",
            "    CodeUri: target/" + name.name() + ".jar\n");
    template =
        replaced(
            template,
            "    Default: dev.sluice.examples.clicks.Clicks\n",
            "    Default: " + name.packageName() + "." + name.appClass() + "\n");
    template = withDefault(template, "AppName", name.name());
    template = withDefault(template, "StreamName", name.name());
    files.put(TEMPLATE, template);
    return files;
  }

  /** What {@code sam deploy} takes when it is not told otherwise. */
  static String samConfig(Toolkit toolkit, ProjectName name) throws IOException {
    Path config = toolkit.file("samconfig.toml");
    return Files.readString(config).replace("sluice-clicks", name.name());
  }

  private static String withDefault(String template, String parameter, String value) {
    String head = "  " + parameter + ":\n    Type: String\n    Default: ";
    return replaced(
        template,
        head + "clicks\n",
        head + "\"" + value + "\"\n"); // a text, also where it is yes or null
  }

  private static String replaced(String text, String from, String to) {
    int at = text.indexOf(from);
    if (at < 0 || text.indexOf(from, at + 1) >= 0) {
      throw new IllegalStateException(
          "the toolkit's template.yaml is not the one of this version: it should have once: "
              + from.strip());
    }
    return text.replace(from, to);
  }
}
