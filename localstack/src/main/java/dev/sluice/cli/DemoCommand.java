package dev.sluice.cli;

import dev.sluice.examples.oil.OilPumpGenerator;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.local.run.Isolation;
import dev.sluice.local.run.LocalRun;
import dev.sluice.plan.Plan;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go. Default: a new temporary directory")
  Path out;

  @Mixin AnswerOptions answer;

  @Mixin IsolationOptions isolation;

  @Override
  public Integer call() throws Exception {
    RunOptions options = new RunOptions();
    options.out = out == null ? Files.createTempDirectory("sluice-demo-") : out;
    options.rate = isolation.isolated ? null : RATE;
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
    PrintWriter err = answer.err();
    Plan plan = Plan.of(new OilPumps(), Map.of());
    Optional<Isolation> apart = isolation.ofExample(OilPumps.class.getName(), plan, err);
    err.println("starting Kinesis, DynamoDB and S3 in this process...");
    err.flush();
    LocalJob job =
        new LocalJob(
            "oil-pumps",
            plan,
            OilPumps.STREAM,
            options,
            apart,
            new LocalJob.Output(answer.people(), err, this::report));
    try (LocalRun run = job.start(Optional.of(input))) {
      job.send(run, input);
      job.finish(run);
      return 0;
    } catch (RuntimeException e) {
      job.waitIfStopping();
      throw e;
    } finally {
      job.over();
    }
  }

  private void report(Report report, LocalRun run) {
    DemoTable table = DemoTable.of(run.outputs());
    Map<String, Object> fields = report.fields();
    fields.putAll(table.fields());
    List<String> lines = report.lines();
    lines.addAll(table.lines());
    answer.give(fields, lines);
  }
}
