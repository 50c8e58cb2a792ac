package dev.sluice.cli;

import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.FromNothing;
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
      description = "The next start goes on from the newest checkpoint.")
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

  private static void requireCheckpoint(String app, CheckpointDesk desk) {
    try {
      if (desk.newestWhole().isEmpty()) {
        throw new UserException("there is no checkpoint of '" + app + "'; nothing was removed");
      }
    } catch (ProtocolException e) {
      throw new UserException(e.getMessage() + "; nothing was removed");
    }
  }

  private long remove(KeptLanes lanes, Optional<FromNothing> nothing) {
    try {
      long removed = lanes.removeAll(toCheckpoint);
      if (removed > 0 || nothing.filter(FromNothing::isNeeded).isPresent()) {
        nothing.ifPresent(FromNothing::put);
      }
      return removed;
    } catch (SdkException | StoreRefusedException | StoreUnavailableException e) {
      String why = e instanceof SdkException sdk ? ServiceTrouble.reason(sdk) : e.getMessage();
      throw new UserException(
          "the reset is not done; leave the app stopped, and give the same command again ("
              + why
              + ")");
    }
  }

  private int reset(KeptLanes lanes, CheckpointDesk desk) {
    if (!lanes.app().equals(yes)) {
      throw careless("'" + lanes.app() + "'", lanes.app());
    }
    if (toCheckpoint) {
      requireCheckpoint(lanes.app(), desk);
    }
    // Also where no lanes are left: an earlier reset may have ended behind their removal.
    Optional<FromNothing> nothing =
        toCheckpoint ? Optional.empty() : Optional.of(desk.fromNothing());
    long removed = remove(lanes, nothing);
    if (removed == 0 && nothing.filter(FromNothing::isNeeded).isEmpty()) {
      throw new NothingToDoException("there are no lanes of '" + lanes.app() + "' there");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("app", lanes.app());
    fields.put("removedEntries", removed);
    fields.put("beginsFrom", toCheckpoint ? "newest" : "none");
    answer.give(
        fields,
        List.of(
            removed
                + " entries were removed. "
                + (toCheckpoint
                    ? "The next start goes on from the newest checkpoint."
                    : "The next start begins from nothing: before it, "
                        + kept.emptyOutputs(lanes.app())
                        + ", as files of the same names with other content are never overwritten"
                        + " (SLUICE-E05).")));
    return 0;
  }
}
