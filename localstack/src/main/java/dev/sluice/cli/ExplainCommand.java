package dev.sluice.cli;

import dev.sluice.local.cost.Writes;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            + " closes windows, which files are written, and what a batch writes and costs by the"
            + " graph. With --input the app is run on stores that count, and what a batch used is"
            + " shown, too; all options below it are for that, but --buckets.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice explain oil-pumps",
      "  ./sluice explain word-count --input book.txt --rate 100 --buckets 4",
      "  ./sluice explain --jar clicks.jar --class com.example.Clicks --mermaid > clicks.mmd"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin AppOptions apps;

  @Mixin TableOptions tables;

  @Option(
      names = "--mermaid",
      description =
          "Writes a picture in the language of Mermaid, which GitHub shows; a note in it says what is"
              + " written.")
  boolean mermaid;

  @Mixin AnswerOptions answer;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "A file with one record a line, to measure what a batch uses.")
  String input;

  @Mixin CostOptions cost;

  @Override
  public Integer call() {
    if (mermaid && (answer.json || input != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "give --mermaid or " + (answer.json ? "--json" : "--input") + ", not both");
    }
    AppOptions.Named app = apps.choose();
    Plan plan = tables.plan(app.app());
    int buckets = cost.settings().buckets();
    Writes writes = Writes.of(plan, buckets);
    Optional<CostOptions.Measured> measured =
        Optional.ofNullable(input).map(file -> cost.measure(plan, file));
    Map<String, Object> fields = new GraphText(plan).fields(app.name());
    fields.put("writes", CostText.fields(writes));
    fields.put("measured", measured.map(CostText::fields));
    answer.give(
        fields,
        mermaid
            ? new GraphText(plan).mermaid(CostText.note(writes, buckets))
            : text(app, plan, writes, measured));
    measured.ifPresent(cost::warn);
    return 0;
  }

  private List<String> text(
      AppOptions.Named app, Plan plan, Writes writes, Optional<CostOptions.Measured> measured) {
    List<String> text = new ArrayList<>(new GraphText(plan).lines(app.name()));
    text.add("");
    text.addAll(CostText.lines(writes, cost.buckets));
    measured.ifPresent(
        each -> {
          text.add("");
          text.addAll(CostText.lines(each));
        });
    return text;
  }
}
