package dev.sluice.cli;

import dev.sluice.local.services.PortTakenException;
import dev.sluice.plan.PlanException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the command line. */
@Command(
    name = "sluice",
    description = "Stream processing without servers, on this machine.",
    mixinStandardHelpOptions = true,
    version = "sluice 0.1.0-SNAPSHOT",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ProveCommand.class,
      SendCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was done",
      "1:something failed, and standard error says what",
      "2:the command line is wrong",
      "3:there was nothing to do: the input had been finished before, or is empty",
      "130:stopped by Ctrl-C"
    })
public final class Main {
  static final int FAILED = 1;
  static final int NOTHING_TO_DO = 3;

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.registerConverter(java.time.Duration.class, Durations::parse);
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()));
    return line;
  }

  /** One line for what users can mend, the whole stack for what only we can. */
  private static int report(Exception e, PrintWriter err) {
    if (e instanceof NothingToDoException) {
      err.println("sluice: " + e.getMessage());
      err.flush();
      return NOTHING_TO_DO;
    }
    boolean known =
        e instanceof UserException
            || e instanceof PortTakenException
            || e instanceof PlanException
            || e instanceof IllegalArgumentException
            || e instanceof IllegalStateException
            || e instanceof java.io.UncheckedIOException;
    err.println("sluice: " + (known ? e.getMessage() : "unexpected: " + e));
    if (!known) {
      e.printStackTrace(err);
    }
    err.flush();
    return FAILED;
  }
}
