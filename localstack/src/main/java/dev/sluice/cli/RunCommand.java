package dev.sluice.cli;

import dev.sluice.local.run.Isolation;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.LocalSources;
import dev.sluice.local.services.Gateway;
import dev.sluice.plan.Plan;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.Sources;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs an app on this machine. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs an app: sends the input through Kinesis, waits until it is processed, closes all"
          + " windows and copies the results to a directory. With --serve, goes on taking records"
          + " until it is stopped. Results and what the app prints are on standard output, all else"
          + " on standard error; with --json the report is alone on standard output."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice run word-count --input book.txt",
      "  ./sluice run oil-pumps --input sensordata.csv --by-time --out pumps",
      "  ./sluice run --jar app.jar --class com.example.Clicks --input clicks.txt",
      "  tail -f log.txt | ./sluice run word-count --input -",
      "  nc -lk 9999 & ./sluice run word-count --socket localhost:9999",
      "  ./sluice run --jar app.jar --class com.example.Logs --files incoming --serve",
      "  ./sluice run oil-pumps --input sensordata.csv --by-time --isolated",
      "  ./sluice run word-count --serve --state kept",
      "  ./sluice run word-count --input log.txt --state kept --trigger available-now"
    })
final class RunCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin AppOptions apps;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "A file with one record a line, or - for standard input, whose lines are sent as they"
              + " come.")
  String input;

  @Option(
      names = "--socket",
      paramLabel = "HOST:PORT",
      description =
          "In place of --input: lines from a TCP server, sent as they come, until it closes the"
              + " connection.")
  String socket;

  @Option(
      names = "--stream",
      paramLabel = "STREAM",
      description = "The stream to send the input to, for apps that read several.")
  String stream;

  @Option(
      names = "--by-time",
      description = "Sends the lines in the order of their event time instead of that of the file.")
  boolean byTime;

  @Mixin RunOptions options;

  @Mixin IsolationOptions isolation;

  @Option(
      names = "--serve",
      description = "Keeps running and takes records from anybody, until Ctrl-C.")
  boolean serve;

  @Option(
      names = "--trigger",
      paramLabel = "TRIGGER",
      converter = Trigger.Converter.class,
      description =
          "every=TIME: the same as --interval. available-now, once: takes what is there, publishes"
              + " its batches, and stops without ending the input; the same command goes on with"
              + " what has come since. Needs --state.")
  Trigger trigger;

  @Mixin AnswerOptions answer;

  @Override
  public Integer call() throws Exception {
    AppOptions.Named app = apps.choose();
    checkOptions();
    Map<String, List<String>> tables = Tables.read(options.allTables());
    Plan plan = Tables.plan(app.app(), tables);
    Map<String, Object> broadcasts = Tables.broadcasts(plan, options.broadcasts);
    requireInput(plan);
    String target = streamOf(plan);
    LineTimes times = new LineTimes(plan, target, broadcasts);
    Optional<Input> lines =
        Optional.ofNullable(input)
            .map(name -> Input.open(name, times, options.rate != null, byTime, stops()));
    PrintWriter err = answer.err();
    Optional<Isolation> apart =
        isolation.isolated
            ? Optional.of(
                isolation.read(
                    apps,
                    app.app().getClass().getName(),
                    plan,
                    options,
                    spec.commandLine().getParseResult(),
                    err))
            : Optional.empty();
    LocalJob job =
        new LocalJob(
            app.name(),
            plan,
            target,
            options,
            apart,
            new LocalJob.Output(
                answer.people(),
                err,
                (report, run) -> answer.give(report.fields(), report.lines())));
    try (LocalRun run = job.start(lines)) {
      if (serve) {
        job.announce(run);
      }
      lines.ifPresent(each -> job.send(run, each));
      if (serve) {
        new CountDownLatch(1).await(); // the hook that Ctrl-C runs ends the process
      }
      if (stops()) {
        job.stopBehindWhatIsThere(run);
      } else {
        job.finish(run);
      }
      return 0;
    } catch (RuntimeException e) {
      job.waitIfStopping();
      throw e;
    } finally {
      job.over();
    }
  }

  private void checkOptions() {
    List<String> faults = new ArrayList<>();
    takeSocket(faults);
    takeTrigger(faults);
    faults.addAll(0, options.faults());
    faults.addAll(isolation.faults(options));
    if (options.rate != null && (serve || input == null)) {
      faults.add("--rate is for an --input that ends; all else takes the time of day");
    }
    if (serve && answer.json) {
      faults.add("--json is for the report at the end, and --serve has none: leave one out");
    }
    if (input == null && (byTime || stream != null)) {
      faults.add((byTime ? "--by-time" : "--stream") + " is about an --input, and there is none");
    }
    if (!faults.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n  ", faults));
    }
    if (options.port == null) {
      options.port = serve ? Gateway.DEFAULT_PORT : 0;
    }
  }

  private boolean stops() {
    return trigger != null && trigger.stops();
  }

  private void takeTrigger(List<String> faults) {
    String said = trigger == null ? "" : "--trigger " + trigger.text();
    if (stops() && serve) {
      faults.add(said + " stops behind what is there, --serve never does: give one of them");
    } else if (stops() && options.state == null) {
      faults.add(
          said
              + " leaves windows open for the next start: say with --state DIR where to keep them");
    }
    if (stops() && options.rate != null) {
      faults.add(
          said
              + " waits for the end of a batch, and the clock of --rate stands still behind the last"
              + " record: leave --rate out");
    }
    if (trigger != null && trigger.every().isPresent()) {
      if (spec.commandLine().getParseResult().hasMatchedOption("--interval")) {
        faults.add(said + " says how long a batch is, as --interval does: give one of them");
      }
      options.interval = trigger.every().get();
    }
  }

  private void takeSocket(List<String> faults) {
    if (socket == null) {
      return;
    }
    if (input != null) {
      faults.add("give --input or --socket, not both");
    } else if (SocketAddress.parse(socket).isEmpty()) {
      faults.add("--socket takes HOST:PORT such as localhost:9999, not " + socket);
    }
    input = SocketAddress.SCHEME + socket;
  }

  /** Apps that read nothing but sources of their own run on what these have. */
  private void requireInput(Plan plan) {
    Sources.missing(plan.streams(), LocalSources.SERVED)
        .ifPresent(
            faults -> {
              throw new UserException(faults);
            });
    boolean kinesis = !plan.streams(SourceKind.KINESIS).isEmpty();
    if (input == null && !serve && !stops() && kinesis) {
      throw new ParameterException(
          spec.commandLine(),
          "say what to run on: --input FILE, --socket HOST:PORT, or --serve to wait for records");
    }
    if (input != null && !kinesis) {
      throw new ParameterException(
          spec.commandLine(),
          "--input is for apps that read a Kinesis stream; this one reads "
              + String.join(", ", plan.streams())
              + ": leave it out");
    }
  }

  private String streamOf(Plan plan) {
    List<String> streams = plan.streams(SourceKind.KINESIS);
    if (stream != null && !streams.contains(stream)) {
      throw wrong("the app reads no stream '" + stream + "'; it reads", streams);
    }
    if (stream == null && input != null && streams.size() > 1) {
      throw wrong(
          "say with --stream which stream the input is for (for several take --serve, and"
              + " ./sluice send STREAM for each); the app reads",
          streams);
    }
    return stream == null && !streams.isEmpty() ? streams.get(0) : stream;
  }

  private ParameterException wrong(String what, List<String> streams) {
    return new ParameterException(spec.commandLine(), what + " " + String.join(", ", streams));
  }
}
