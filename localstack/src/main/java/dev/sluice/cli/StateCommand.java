package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads the states that an app keeps by key. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = "Reads what an app keeps by key, while it runs and when it has been stopped.",
    subcommands = {StateGetCommand.class, StateListCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice state list --jar visits.jar --class com.example.Visits --state kept",
      "  ./sluice state list  ... --operator pages",
      "  ./sluice state get   ... --operator pages --key /home --json"
    })
final class StateCommand implements Runnable {
  @Spec CommandSpec spec;

  /** Without a subcommand: the help. */
  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    line.usage(line.getOut());
  }
}
