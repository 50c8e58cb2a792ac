package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at the records that could not be processed, and sends them again. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description =
        "Lists and shows the records that an app, or the mapping before it, could not process, and"
            + " sends them again.",
    subcommands = {LettersListCommand.class, LettersShowCommand.class, LettersReplayCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice dead-letters list --out live",
      "  ./sluice dead-letters show --out live sensors/shardId-000000000000/4957",
      "  ./sluice dead-letters replay --out live --dry-run",
      "  ./sluice dead-letters list --discarded failed",
      "  ./sluice dead-letters list --bucket oil-pumps --endpoint http://localhost:4566",
      "  ./sluice dead-letters replay --stack sluice-clicks",
      "  ./sluice dead-letters list --stack sluice-clicks --discarded"
    })
final class DeadLettersCommand implements Runnable {
  @Spec CommandSpec spec;

  /** Without a subcommand: the help. */
  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    line.usage(line.getOut());
  }
}
