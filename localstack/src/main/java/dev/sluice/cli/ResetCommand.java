package dev.sluice.cli;

import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.Reset;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.local.run.KeptLanes;
import dev.sluice.local.stack.ServiceTrouble;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.util.LinkedHashMap;
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
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Removes the lanes of an app, so that it begins anew. */
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Removes all lanes of an app, so that it begins anew: from nothing, or with --to-checkpoint"
            + " from its newest checkpoint. Outputs, records and checkpoints stay.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice reset oil-pumps --state kept --yes oil-pumps",
      "  ./sluice reset oil-pumps --state kept --to-checkpoint --yes oil-pumps",
      "  ./sluice reset --stack sluice-clicks --yes clicks"
    })
final class ResetCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin NameOptions name;

  @Mixin KeptOptions kept;

  @Option(
      names = "--yes",
      paramLabel = "NAME",
      description = "The name once more: this cannot be taken back.")
  String yes;

  @Option(
      names = "--to-checkpoint",
      description =
          "The next start goes on from the newest checkpoint, or from the one that RestoreFrom of the"
              + " stack says.")
  boolean toCheckpoint;

  @Mixin AnswerOptions answer;

  @Override
  public Integer call() {
    String app = name.choose(kept.knowsName());
    if (yes == null || app != null && !app.equals(yes)) {
      throw careless(app == null ? "an app" : "'" + app + "'", app == null ? "NAME" : app);
    }
    return kept.open(app, PlaceOptions.Use.REMOVES, this::reset);
  }

  private ParameterException careless(String what, String name) {
    return new ParameterException(
        spec.commandLine(),
        "reset removes what "
            + what
            + " knows: positions, open windows, states of keys. Stop all of its functions, and"
            + " say --yes "
            + name
            + " if that is meant");
  }

  /**
   * What the next start does.
   *
   * @param from the checkpoint that it goes on from, if there is one
   * @param refused whether it finds only checkpoints that it cannot use
   */
  private record Next(Optional<CheckpointDesk.Summary> from, boolean refused) {}

  /**
   * What comes of a reset to a checkpoint. There may be none where there is nothing to lose any
   * more: a reset or a restore has begun.
   */
  private static Next checkpoint(KeptLanes lanes, CheckpointDesk desk) {
    boolean isAgain = Reset.isUnderWay(lanes.log());
    if (lanes.restoreFrom() instanceof StartFrom.Nothing) {
      throw new UserException(
          "the stack has RestoreFrom=none, so the next start begins from nothing; deploy it with"
              + " RestoreFrom=newest first. Nothing was removed");
    }
    try {
      Optional<CheckpointDesk.Summary> found = desk.whole(lanes.restoreFrom());
      if (found.isEmpty() && !isAgain && !desk.isRestoring()) {
        throw new UserException(
            "there is no checkpoint of '"
                + lanes.app()
                + "' to go on from: take one with './sluice checkpoint' before, or reset it without"
                + " --to-checkpoint, and the next start begins from nothing. Nothing was removed");
      }
      return new Next(found, false);
    } catch (ProtocolException e) {
      if (isAgain) {
        return new Next(Optional.empty(), true);
      }
      throw new UserException(e.getMessage() + "; nothing was removed");
    }
  }

  /** Where there are no lanes a start goes on from a checkpoint, unless something else is said. */
  private static boolean isDone(KeptLanes lanes, CheckpointDesk desk, boolean toCheckpoint) {
    if (!lanes.isEmpty()) {
      return false;
    }
    try {
      return toCheckpoint || desk.numbers().isEmpty() && desk.kept().isEmpty();
    } catch (StoreRefusedException e) {
      if (e.getCause() instanceof NoSuchBucketException) {
        return true; // as of an app that never ran
      }
      throw e;
    }
  }

  private long remove(KeptLanes lanes, Reset reset) {
    try {
      reset.begin();
      long removed = lanes.removeAll();
      reset.end();
      if (lanes.hasOthers()) {
        throw Reset.atWork();
      }
      lanes.removeMark();
      return removed;
    } catch (SdkException | StoreRefusedException | StoreUnavailableException e) {
      boolean isAws = kept.isDeployed() && e instanceof SdkException;
      String why = isAws ? ServiceTrouble.reason((SdkException) e) : e.getMessage();
      throw new UserException(
          "the reset is not done; leave the app stopped, mend what is in the way, and give the same"
              + " command again ("
              + why
              + ")");
    }
  }

  private int reset(KeptLanes lanes, CheckpointDesk desk) {
    String app = lanes.app();
    if (!app.equals(yes)) {
      throw careless("'" + app + "'", app);
    }
    if (isDone(lanes, desk, toCheckpoint)) {
      throw new NothingToDoException("there are no lanes of '" + app + "' there");
    }
    Next next = toCheckpoint ? checkpoint(lanes, desk) : new Next(Optional.empty(), false);
    long removed = remove(lanes, desk.reset(toCheckpoint));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("app", app);
    fields.put("removedEntries", removed);
    fields.put(
        "beginsFrom",
        next.from.map(each -> "checkpoint " + CheckpointText.name(each)).orElse("none"));
    answer.give(fields, List.of(removed + " entries were removed. " + text(app, next)));
    return 0;
  }

  private String text(String app, Next next) {
    if (next.from.isPresent()) {
      CheckpointDesk.Summary it = next.from.get();
      return "The next start goes on from checkpoint "
          + CheckpointText.name(it)
          + ", taken "
          + CheckpointText.time(it.takenMillis())
          + ".";
    } else if (next.refused) {
      return "No checkpoint that the next start would go on from is whole: give './sluice restore'"
          + " the one that you want before that.";
    }
    return (toCheckpoint ? "There is no checkpoint to go on from: the" : "The")
        + " next start begins from nothing: before it, "
        + kept.emptyOutputs(app)
        + ", as files of the same names with other content are never overwritten (SLUICE-E05).";
  }
}
