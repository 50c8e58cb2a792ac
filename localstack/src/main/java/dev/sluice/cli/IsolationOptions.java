package dev.sluice.cli;

import dev.sluice.local.lambda.TaskRoot;
import dev.sluice.local.run.Isolation;
import dev.sluice.local.template.Template;
import dev.sluice.local.template.TemplateFunction;
import dev.sluice.plan.Plan;
import dev.sluice.ports.SourceKind;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Whether functions run in processes of their own, and what describes them; picocli fills it. */
final class IsolationOptions {
  static final String TRANSFORM = "dev.sluice.functions.TransformFunction";
  private static final String COORDINATOR = "dev.sluice.functions.CoordinatorFunction";
  private static final String BUCKET = "dev.sluice.functions.BucketFunction";

  private static final Path TEMPLATE = Path.of("template.yaml");

  /** SAM's schedule is the backstop; without one in the template it is this. */
  private static final Duration DEFAULT_SCHEDULE = Duration.ofMinutes(1);

  private static final String TEMPLATE_ALONE = "--template is for --isolated: give both";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--isolated",
      description =
          "Runs the packaged functions as Lambda does: in processes of their own with the memory,"
              + " time-outs, variables and mapping settings of the template.")
  boolean isolated;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "The SAM template for --isolated. Default: template.yaml")
  Path template;

  /** Where a template is looked for that the command line does not name. */
  Path folder = Path.of("");

  /** What is wrong with the command line, all together. */
  List<String> faults(RunOptions options) {
    List<String> faults = new ArrayList<>();
    if (!isolated && template != null) {
      faults.add(TEMPLATE_ALONE);
    }
    if (isolated && options.rate != null) {
      faults.add("--rate has a clock of its own, and functions in other processes do not see it");
    }
    if (isolated && options.files != null) {
      faults.add("--files is not for --isolated, where functions read from S3: leave it out");
    }
    if (isolated && options.stores != null) {
      faults.add("--stores is not for --isolated, whose functions know one endpoint: leave it out");
    }
    return faults;
  }

  /**
   * Reads the template, and takes from it what the command line does not say.
   *
   * @param given the command line
   * @param err takes what functions write
   * @throws IllegalArgumentException if a file is missing or not right
   */
  Isolation read(
      AppOptions apps,
      String appClass,
      Plan plan,
      RunOptions options,
      ParseResult given,
      PrintWriter err) {
    Path file = template == null ? folder.resolve(TEMPLATE) : template;
    Isolation read = read(file, apps.jars, appClass, plan, options.allTables(), err);
    takeLayout(read.transform().variables(), options, given);
    return read;
  }

  /**
   * The same for an example, whose layout the command has: with the toolkit's template where this
   * folder has none.
   *
   * @return nothing where functions are to run in this process
   */
  Optional<Isolation> ofExample(String appClass, Plan plan, PrintWriter err) {
    if (!isolated && template != null) {
      throw new ParameterException(spec.commandLine(), TEMPLATE_ALONE);
    }
    if (!isolated) {
      return Optional.empty();
    }
    Path file = template;
    if (file == null) {
      Path own = folder.resolve(TEMPLATE);
      file = Files.exists(own) ? own : ToolkitHome.directory().resolve(TEMPLATE);
    }
    return Optional.of(read(file, List.of(), appClass, plan, Map.of(), err));
  }

  private static Isolation read(
      Path file,
      List<Path> given,
      String appClass,
      Plan plan,
      Map<String, Path> tables,
      PrintWriter err) {
    requirePossible(plan);
    Template all = Template.read(file);
    TemplateFunction transform = all.function(TRANSFORM);
    TemplateFunction coordinator = all.function(COORDINATOR);
    List<Path> jars = new ArrayList<>(given);
    if (jars.isEmpty() || !TaskRoot.has(jars, TRANSFORM)) {
      jars.add(
          transform
              .code()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "SLUICE-R02 the template has no CodeUri for "
                              + transform.id()
                              + "; give the jar with the functions by --jar")));
    }
    return new Isolation(
        jars,
        appClass,
        tables,
        transform.config("transform"),
        coordinator.config("coordinator"),
        all.function(BUCKET).config("bucket"),
        coordinator.schedule().orElse(DEFAULT_SCHEDULE),
        transform::mapping,
        (function, line) -> {
          err.println(function + ": " + line);
          err.flush();
        });
  }

  private static void requirePossible(Plan plan) {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.matches("Linux (amd64|x86_64|aarch64)")) {
      throw new UserException(
          "SLUICE-R07 Lambda's runtime for Java runs on Linux (x86_64 and arm64) only, and this is "
              + system
              + "; leave --isolated out, or take a container or a virtual machine");
    }
    if (!plan.streams(SourceKind.DYNAMODB).isEmpty()) {
      throw new UserException(
          "the local streams of DynamoDB stamp changes with whole minutes, which deployed functions"
              + " do not allow for; leave --isolated out");
    }
  }

  /** What is fixed when an app is started is the template's unless the command line says it. */
  private static void takeLayout(
      Map<String, String> variables, RunOptions options, ParseResult given) {
    String interval = variables.get("SLUICE_INTERVAL");
    String buckets = variables.get("SLUICE_BUCKETS");
    try {
      if (interval != null
          && !given.hasMatchedOption("--interval")
          && !given.hasMatchedOption("--trigger")) {
        options.interval = Duration.parse(interval);
      }
      if (buckets != null && !given.hasMatchedOption("--buckets")) {
        options.buckets = Integer.parseInt(buckets);
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "SLUICE-R02 the template's SLUICE_INTERVAL is %s and its SLUICE_BUCKETS %s; they are"
                  + " written PT10S and 4",
              interval,
              buckets),
          e);
    }
  }
}
