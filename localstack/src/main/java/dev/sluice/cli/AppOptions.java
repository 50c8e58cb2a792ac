package dev.sluice.cli;

import dev.sluice.api.StreamApp;
import dev.sluice.cli.project.Project;
import dev.sluice.examples.Apps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which app to run: an example by its name, or a class of the user's own. */
final class AppOptions {
  /** An app and the name under which it is kept; its bucket has that name too. */
  record Named(String name, StreamApp app) {}

  /** S3's rule for the names of buckets, without dots; the bucket of spills adds a suffix. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,38}[a-z0-9]");

  private static final int LONGEST_NAME = 40;

  private static final Path HERE = Path.of("");

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "APP",
      description =
          "An example: clicks, oil-pumps or word-count. Or --jar and --class. Default: the app of"
              + " the project in this folder (sluice.properties)")
  String example;

  @Option(
      names = "--jar",
      paramLabel = "JAR",
      description =
          "A jar file or class directory with an app of your own; repeat it for its libraries.")
  List<Path> jars = new ArrayList<>();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description =
          "The app's full class name. It implements dev.sluice.api.StreamApp and has a public"
              + " constructor without arguments.")
  String className;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The app's name, also of its bucket. Default: the example's, or made of the class name")
  String name;

  /** That of the project, which counts where none is given. */
  private Optional<String> projectName = Optional.empty();

  /**
   * @throws ParameterException if the options do not name one app
   * @throws UserException if the class cannot be used
   */
  Named choose() {
    if (example != null) {
      if (!jars.isEmpty() || className != null) {
        throw wrong("name an example, or give --jar and --class, not both");
      }
      Supplier<StreamApp> maker = Apps.byName().get(example);
      if (maker == null) {
        throw wrong(
            "there is no example '"
                + example
                + "'; there are "
                + String.join(", ", Apps.byName().keySet())
                + Nearest.question(example, Apps.byName().keySet())
                    .map(question -> " (" + question + ")")
                    .orElse("")
                + ". An app of your own is run with --jar and --class");
      }
      requireName();
      return new Named(name == null ? example : name, maker.get());
    }
    if (jars.isEmpty() && className == null) {
      ProjectApp.in(HERE).ifPresent(this::take);
    }
    if (jars.isEmpty() || className == null) {
      throw wrong(
          "say which app to run: "
              + String.join(", ", Apps.byName().keySet())
              + ", or one of your own with --jar JAR --class CLASS, or from its project's folder");
    }
    requireName();
    String ofProject = projectName.orElseGet(() -> nameOf(className));
    return new Named(name == null ? ofProject : name, new AppClass(jars, className).make());
  }

  private void requireName() {
    if (name != null) {
      requireName(name);
    }
  }

  private void requireName(String one) {
    if (!NAME.matcher(one).matches()) {
      throw wrong(
          "--name '"
              + one
              + "' cannot name a bucket: it takes 3 to 40 small letters, digits and inner hyphens");
    }
  }

  /** Whether no app was named on the command line. */
  boolean isUnsaid() {
    return example == null && jars.isEmpty() && className == null;
  }

  /** Whether the command runs in the folder of a project with an app. */
  boolean isInProject() {
    return Files.exists(HERE.resolve(Project.PROPERTIES));
  }

  void take(ProjectApp app) {
    jars.addAll(app.jars());
    className = app.className();
    projectName = app.name();
    if (name == null) {
      projectName.ifPresent(this::requireName);
    }
    ProjectApp.newerSource(HERE, app.jars().get(0))
        .ifPresent(
            source ->
                spec.commandLine()
                    .getErr()
                    .println(
                        "sluice: "
                            + source
                            + " is newer than "
                            + app.jars().get(0)
                            + "; ./mvnw package makes it anew"));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** {@code com.example.PageClicks} becomes {@code page-clicks}. */
  static String nameOf(String className) {
    String last = className.substring(className.lastIndexOf('.') + 1);
    String hyphens =
        last.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String full = hyphens.length() < 3 ? "app-" + hyphens : hyphens;
    return full.substring(0, Math.min(LONGEST_NAME, full.length())).replaceAll("-$", "");
  }
}
