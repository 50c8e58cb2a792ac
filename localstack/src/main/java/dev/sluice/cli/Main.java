package dev.sluice.cli;

import dev.sluice.cli.project.Toolkit;
import dev.sluice.codec.CodecException;
import dev.sluice.engine.RefusedException;
import dev.sluice.local.services.PortTakenException;
import dev.sluice.local.stack.ServiceTrouble;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import software.amazon.awssdk.core.exception.SdkException;

/** The entry point of the command line. */
@Command(
    name = "sluice",
    description = "Stream processing without servers, on this machine.",
    mixinStandardHelpOptions = true,
    version = "sluice " + Toolkit.VERSION,
    subcommands = {
      DemoCommand.class,
      NewCommand.class,
      RunCommand.class,
      SendCommand.class,
      TailCommand.class,
      ExplainCommand.class,
      StatusCommand.class,
      DoctorCommand.class,
      CostCommand.class,
      StateCommand.class,
      DeadLettersCommand.class,
      CheckpointCommand.class,
      RestoreCommand.class,
      InspectCommand.class,
      ResetCommand.class,
      ProveCommand.class,
      SimulateCommand.class,
      UpgradeCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was done",
      "1:something failed, and standard error says what",
      "2:the command line is wrong; nothing was begun",
      "3:there was nothing to do: the input had been finished before, or is empty",
      "130:stopped by Ctrl-C (143: by kill)"
    },
    footerHeading = "%nTo begin with:%n",
    footer = {
      "  ./sluice demo                                    see it work",
      "  ./sluice run word-count --input book.txt         run an example on a file",
      "  ./sluice new clicks                              make a project of your own",
      "  ./sluice run --jar app.jar --class com.example.Clicks --input clicks.txt",
      "                                                   run an app that lies elsewhere",
      "  ./sluice run oil-pumps --serve                   wait for records ...",
      "  ./sluice send sensors < sensordata.csv           ... and send some",
      "",
      "'./sluice run --help' has all options of run. SLUICE_TRACE=1 shows where in the code",
      "an error arose; SLUICE_MEMORY=2g gives more memory than 1 GB."
    })
public final class Main implements Runnable {
  static final int FAILED = 1;
  static final int NOTHING_TO_DO = 3;

  private static final String TRACE = "SLUICE_TRACE";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(execute(commandLine(), System.out, System.err, args));
  }

  /**
   * Runs a command, and says what nobody else does.
   *
   * @param out where answers go
   * @param err where troubles go
   * @return its exit code
   */
  static int execute(CommandLine line, PrintStream out, PrintStream err, String... args) {
    int code;
    try {
      code = line.execute(args);
    } catch (OutOfMemoryError e) {
      err.println("sluice: the memory is full; SLUICE_MEMORY=2g gives more than 1 GB");
      return FAILED;
    }
    if (out.checkError()) {
      err.println("sluice: standard output takes no more, so the answer is not whole");
      return code == 0 ? FAILED : code;
    }
    return code;
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.registerConverter(Duration.class, Durations::parse);
    line.registerConverter(URI.class, Urls::parse);
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()));
    line.setParameterExceptionHandler(new Mistakes());
    return line;
  }

  /** Without a command: the help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** One line for what users can mend, the whole stack for what only we can. */
  private static int report(Exception e, PrintWriter err) {
    boolean known =
        e instanceof UserException
            || e instanceof NothingToDoException
            || e instanceof PortTakenException
            || e instanceof RefusedException
            || e instanceof CodecException
            || e instanceof StoreRefusedException
            || e instanceof StoreUnavailableException
            || e instanceof SdkException
            || e instanceof IllegalArgumentException
            || e instanceof IllegalStateException
            || e instanceof UncheckedIOException;
    err.println("sluice: " + (known ? said(e) : "unexpected: " + e));
    if (!known || System.getenv(TRACE) != null) {
      e.printStackTrace(err);
    }
    err.flush();
    return e instanceof NothingToDoException ? NOTHING_TO_DO : FAILED;
  }

  private static String said(Exception e) {
    return e instanceof SdkException sdk ? ServiceTrouble.reason(sdk) : e.getMessage();
  }
}
