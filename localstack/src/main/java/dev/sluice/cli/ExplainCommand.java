package dev.sluice.cli;

import dev.sluice.plan.Plan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows how an app runs. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows the graph of an app: what runs in which function, what is kept where, which clock"
            + " closes windows, and which files are written. Nothing is run.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice explain oil-pumps",
      "  ./sluice explain --jar clicks.jar --class com.example.Clicks --mermaid > clicks.mmd"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin AppOptions apps;

  @Option(
      names = "--table",
      paramLabel = "NAME=FILE",
      description = "A static table, where the app reads one; may be repeated.")
  Map<String, Path> tables = new LinkedHashMap<>();

  @Option(
      names = "--mermaid",
      description = "Writes a picture in the language of Mermaid, which GitHub shows.")
  boolean mermaid;

  @Mixin AnswerOptions answer;

  @Override
  public Integer call() {
    AppOptions.Named app = apps.choose();
    Map<String, List<String>> lines = Tables.read(tables);
    Plan plan = Plan.of(app.app(), lines);
    Tables.requireRead(plan, lines);
    if (mermaid && answer.json) {
      throw new ParameterException(spec.commandLine(), "give --mermaid or --json, not both");
    }
    answer.give(
        new GraphText(plan).fields(app.name()),
        mermaid ? new GraphText(plan).mermaid() : new GraphText(plan).lines(app.name()));
    return 0;
  }
}
