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

  /** Whether one is named. */
  boolean isSaid() {
    return number != null || kept != null;
  }

  /** The checkpoint that is meant; the newest where none is named. */
  StartFrom choose() {
    if (number != null && kept != null) {
      throw new ParameterException(spec.commandLine(), "give --checkpoint or --kept, not both");
    }
    if (kept != null) {
      return named(kept, spec);
    }
    if (number != null && number < 0) {
      throw new ParameterException(
          spec.commandLine(), "--checkpoint takes 0 or more, not " + number);
    }
    return number != null ? new StartFrom.Numbered(number) : new StartFrom.Newest();
  }

  /**
   * A checkpoint that is kept under a name, or is to be.
   *
   * @throws ParameterException SLUICE-B06 if it can be no name
   */
  static StartFrom.Kept named(String name, CommandSpec spec) {
    try {
      return new StartFrom.Kept(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
