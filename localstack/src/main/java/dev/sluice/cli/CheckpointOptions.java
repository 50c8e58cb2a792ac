package dev.sluice.cli;

import dev.sluice.engine.checkpoint.StartFrom;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says which checkpoint is meant. */
final class CheckpointOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--checkpoint", paramLabel = "NUMBER", description = "The checkpoint, by number.")
  Long number;

  @Option(
      names = "--kept",
      paramLabel = "NAME",
      description = "In place of --checkpoint: one that was kept under a name.")
  String kept;

  /** The checkpoint that is meant; the newest where none is named. */
  StartFrom choose() {
    if (number != null && kept != null) {
      throw new ParameterException(spec.commandLine(), "give --checkpoint or --kept, not both");
    }
    if (kept != null) {
      return new StartFrom.Kept(kept);
    }
    return number != null ? new StartFrom.Numbered(number) : new StartFrom.Newest();
  }
}
