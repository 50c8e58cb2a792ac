package dev.sluice.cli;

import dev.sluice.examples.oil.OilPumpGenerator;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.local.run.LocalRun;
import dev.sluice.plan.Plan;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the main job on generated readings. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Generates twelve minutes of readings of ten oil pumps, some of them broken, and runs the"
            + " oil-pumps app on them.")
final class DemoCommand implements Callable<Integer> {
  private static final Instant START = Instant.parse("2026-03-10T09:54:00Z");
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int LINES = 12 * 60 * OilPumpGenerator.PUMPS.size();
  private static final long SEED = 1;

  /** So many arrive in a second, whatever the time of day: the demo's results never change. */
  private static final long RATE = 100;

  private static final String WINDOW_PREFIX = "pressure-";

  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go. Default: a new temporary directory")
  Path out;

  @Override
  public Integer call() throws Exception {
    PrintWriter print = spec.commandLine().getOut();
    RunOptions options = new RunOptions();
    options.out = out == null ? Files.createTempDirectory("sluice-demo-") : out;
    options.rate = RATE;
    options.shards = 4;
    options.buckets = 2;
    List<OilPumpGenerator.Reading> readings =
        new OilPumpGenerator(SEED, START, STEP).readings().limit(LINES).toList();
    Instant last = readings.get(readings.size() - 1).time();
    Input input =
        new Input(
            "the generated readings",
            readings.stream().map(r -> r.line().getBytes(StandardCharsets.UTF_8)).iterator(),
            OptionalLong.of(LINES),
            OptionalLong.of(last.toEpochMilli()),
            false);
    PrintWriter err = spec.commandLine().getErr();
    err.println("starting Kinesis, DynamoDB and S3 in this process...");
    err.flush();
    Plan plan = Plan.of(new OilPumps(), Map.of());
    LocalJob job =
        new LocalJob("oil-pumps", plan, OilPumps.STREAM, options, Optional.empty(), print, err);
    try (LocalRun run = job.start(Optional.of(input))) {
      job.send(run, input);
      job.finish(run);
      table(run, print);
      return 0;
    } catch (RuntimeException e) {
      job.waitIfStopping();
      throw e;
    } finally {
      job.over();
    }
  }

  /** The rows of the window that holds the most. */
  private static void table(LocalRun run, PrintWriter print) {
    TreeMap<String, Long> rows = new TreeMap<>();
    TreeMap<String, StringBuilder> windows = new TreeMap<>();
    for (String name : run.outputs().list(WINDOW_PREFIX)) {
      if (!name.endsWith("_SUCCESS")) {
        String text = new String(run.outputs().get(name).orElseThrow(), StandardCharsets.UTF_8);
        String window = name.substring(0, name.indexOf('/'));
        windows.computeIfAbsent(window, w -> new StringBuilder()).append(text);
        text.lines()
            .forEach(row -> rows.merge(window, Long.parseLong(row.split(",")[3]), Long::sum));
      }
    }
    print.println();
    print.println(
        windows.size() + " windows of an hour every ten minutes closed; the fullest one:");
    print.printf(
        Locale.ROOT,
        "%-22s%-22s%-12s%6s%8s%8s%9s%n",
        "from",
        "to",
        "pump",
        "count",
        "min",
        "max",
        "avg");
    rows.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .ifPresent(
            fullest ->
                windows
                    .get(fullest.getKey())
                    .toString()
                    .lines()
                    .sorted()
                    .forEach(
                        row -> {
                          String[] f = row.split(",");
                          print.printf(
                              Locale.ROOT,
                              "%-22s%-22s%-12s%6s%8s%8s%9.3f%n",
                              f[0],
                              f[1],
                              f[2],
                              f[3],
                              f[4],
                              f[5],
                              Double.parseDouble(f[6]));
                        }));
    print.flush();
  }
}
