package dev.sluice.cli;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.StartFrom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Restores a checkpoint into an empty table. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Restores a checkpoint of an app whose table is empty: the newest one that is whole, one by"
            + " its number, or one that was kept. An app that is started on an empty table does the same by itself.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice restore oil-pumps --state kept",
      "  ./sluice restore --stack sluice-clicks --checkpoint 17",
      "  ./sluice restore clicks --lanes clicks-2 --spills s3://clicks-bucket/spills/ --lifetime P14D"
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin NameOptions name;

  @Mixin KeptOptions kept;

  @Mixin CheckpointOptions checkpoint;

  @Mixin AnswerOptions answer;

  @Override
  public Integer call() {
    StartFrom from = checkpoint.choose();
    return kept.open(
        name.choose(kept.knowsName()),
        PlaceOptions.Use.PUTS,
        (lanes, desk) ->
            restore(
                lanes.app(),
                desk,
                checkpoint.isSaid() || desk.isRestoring() ? from : wanted(lanes.restoreFrom())));
  }

  /** What a coordinator of a stack would begin from. */
  private static StartFrom wanted(StartFrom ofStack) {
    if (ofStack instanceof StartFrom.Nothing) {
      throw new UserException(
          "the stack has RestoreFrom=none, so its coordinator begins from nothing; say with"
              + " --checkpoint or --kept what is to be restored");
    }
    return ofStack;
  }

  private int restore(String app, CheckpointDesk desk, StartFrom from) {
    CheckpointDesk.Restored restored =
        desk.restore(from)
            .orElseThrow(
                () ->
                    new NothingToDoException("there is no checkpoint of '" + app + "' to restore"));
    CheckpointDesk.Summary summary = restored.checkpoint();
    Map<String, Object> fields = CheckpointText.fields(summary);
    fields.put("passedOver", restored.note().isEmpty() ? null : restored.note());
    List<String> lines = new ArrayList<>();
    if (!restored.note().isEmpty()) {
      lines.add("passed over: " + restored.note());
    }
    lines.add("restored " + CheckpointText.line(summary));
    answer.give(fields, lines);
    answer.people().println(whatIsNext(summary));
    answer.people().flush();
    return 0;
  }

  private String whatIsNext(CheckpointDesk.Summary summary) {
    return kept.isDeployed()
        ? "now let functions that know this table only take over, and make their event source"
            + " mapping anew: from the oldest record"
            + CheckpointText.since(summary)
            + "; records that were taken are passed over"
        : "now run the app again; records that were taken are passed over";
  }
}
