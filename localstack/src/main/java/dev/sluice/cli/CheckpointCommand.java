package dev.sluice.cli;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.plan.Plan;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes a checkpoint now. */
@Command(
    name = "checkpoint",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Takes a checkpoint of an app now, whether it runs or not: before a risky change, for one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice checkpoint oil-pumps --state kept",
      "  ./sluice checkpoint oil-pumps --state kept --keep before-the-move",
      "  ./sluice checkpoint --jar app.jar --class com.example.Clicks --stack sluice-clicks"
    })
final class CheckpointCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin AppOptions apps;

  @Mixin KeptOptions kept;

  @Mixin TableOptions tables;

  @Option(
      names = "--keep",
      paramLabel = "NAME",
      description =
          "Keeps the checkpoint for good under a name, with all that it needs: it outlives the"
              + " entries it was made of. Restored with 'restore --kept NAME'.")
  String keep;

  @Mixin AnswerOptions answer;

  @Override
  public Integer call() {
    if (keep != null) {
      CheckpointOptions.named(keep, spec);
    }
    AppOptions.Named app = apps.choose();
    Plan plan = tables.plan(app.app());
    return kept.open(
        kept.place.nameOf(apps, app),
        PlaceOptions.Use.READS,
        (lanes, desk) -> {
          CheckpointDesk.Summary taken =
              (keep == null ? desk.take(plan) : desk.keep(plan, keep))
                  .orElseThrow(
                      () ->
                          new NothingToDoException(
                              "no app '" + lanes.app() + "' was ever started there"));
          answer.give(CheckpointText.fields(taken), List.of(CheckpointText.line(taken)));
          return 0;
        });
  }
}
