package dev.sluice.cli;

import dev.sluice.examples.Apps;
import dev.sluice.examples.Example;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.services.Gateway;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an app on this machine. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs an app: sends the input through Kinesis, waits until it is processed, closes all"
          + " windows and copies the results to a directory. With --serve, goes on taking records"
          + " until it is stopped."
    })
final class RunCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "APP", description = "oil-pumps, word-count")
  String app;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "A file with one record a line, or - for standard input.")
  String input;

  @Option(
      names = "--by-time",
      description = "Sends the lines in the order of their event time instead of that of the file.")
  boolean byTime;

  @Mixin RunOptions options;

  @Option(
      names = "--serve",
      description = "Keeps running and takes records from anybody, until Ctrl-C.")
  boolean serve;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Example example = Apps.byName().get(app);
    if (example == null) {
      throw new UserException(
          "there is no app '" + app + "'; there are " + String.join(", ", Apps.byName().keySet()));
    }
    if (input == null && !serve) {
      throw new ParameterException(
          spec.commandLine(), "say what to run on: --input FILE, or --serve to wait for records");
    }
    if (options.rate != null && serve) {
      throw new ParameterException(
          spec.commandLine(), "--rate is for inputs that end; --serve takes the time of day");
    }
    if (options.port == null) {
      options.port = serve ? Gateway.DEFAULT_PORT : 0;
    }
    Optional<Input> lines =
        Optional.ofNullable(input)
            .map(name -> Input.open(name, example, options.rate != null, byTime));
    Session session = new Session(app, example, options, out, err);
    try (LocalRun run = session.start(lines)) {
      long sent = lines.isPresent() ? session.send(run, lines.get(), input) : 0;
      if (serve) {
        session.announce(run);
        new CountDownLatch(1).await(); // the hook that Ctrl-C runs ends the process
      }
      return session.finish(run, sent);
    } catch (RuntimeException e) {
      session.waitIfStopping();
      throw e;
    } finally {
      session.over();
    }
  }
}
