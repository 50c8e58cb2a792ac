package dev.sluice.cli;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.cost.Bill;
import dev.sluice.local.cost.CostRun;
import dev.sluice.local.cost.Traffic;
import dev.sluice.plan.Plan;
import dev.sluice.ports.SourceKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what an app costs on AWS. */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs an app on stores that count as AWS bills, and says what it used and what that costs:"
          + " DynamoDB and S3 on demand in us-east-1, without Kinesis itself. Time of Lambda is"
          + " computed from the requests, at 512 MB: docs/performance.md says how. Records come"
          + " evenly, on a clock of their own."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice cost word-count --input book.txt --rate 100",
      "  ./sluice cost --jar clicks.jar --class com.example.Clicks --input clicks.txt --buckets 4"
    })
final class CostCommand implements Callable<Integer> {
  private static final double MILLION = 1e6;

  /** With fewer batches, what is paid once outweighs what is paid for each. */
  private static final int FEW_BATCHES = 20;

  /** As the template deploys it. */
  private static final Duration SCHEDULE = Duration.ofMinutes(1);

  @Spec CommandSpec spec;

  @Mixin AppOptions apps;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "A file with one record a line.")
  String input;

  @Option(
      names = "--by-time",
      description = "Sends the lines in the order of their event time instead of that of the file.")
  boolean byTime;

  @Option(names = "--rate", paramLabel = "N", description = "Records a second. Default: 1000")
  double rate = 1000;

  @Option(names = "--shards", paramLabel = "N", description = "Shards of the stream. Default: 1")
  int shards = 1;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Most records of a call. Default: 1000")
  int batchSize = 1000;

  @Option(
      names = "--batching-window",
      paramLabel = "TIME",
      description = "For how long a mapping gathers records for a call. Default: 2 s")
  Duration batchingWindow = Duration.ofSeconds(2);

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "The length of a micro-batch. Default: 10 s")
  Duration interval = Duration.ofSeconds(10);

  @Option(
      names = "--buckets",
      paramLabel = "N",
      description = "Over how many buckets keys are spread. Default: 1")
  int buckets = 1;

  @Option(
      names = "--table",
      paramLabel = "NAME=FILE",
      description = "A static table that the app joins with; may be repeated.")
  Map<String, Path> tables = new LinkedHashMap<>();

  @Option(names = "--json", description = "A JSON object, for programs.")
  boolean json;

  @Override
  public Integer call() {
    AppOptions.Named app = apps.choose();
    Map<String, List<String>> rows = Tables.read(tables);
    Plan plan = Plan.of(app.app(), rows);
    Tables.requireRead(plan, rows);
    requirePossible(plan);
    LineTimes times = new LineTimes(plan, plan.streams().get(0));
    Input lines = Input.open(input, times, true, byTime);
    CostRun run = new CostRun(plan, settings(), traffic(), start(lines));
    Bill bill = run.run(lines.lines());
    if (bill.records() == 0) {
      throw new NothingToDoException(input + " has no lines");
    }
    print(bill, run.durationMillis());
    return 0;
  }

  private static void requirePossible(Plan plan) {
    if (plan.streams().size() != 1 || plan.streams(SourceKind.KINESIS).size() != 1) {
      throw new UserException(
          "cost runs apps that read one stream of Kinesis, and this one reads "
              + String.join(", ", plan.streams()));
    }
    if (!plan.sides().broadcastNames().isEmpty()) {
      throw new UserException(
          "cost has no tables that change, and the app uses broadcast "
              + String.join(", ", plan.sides().broadcastNames()));
    }
  }

  private EngineSettings settings() {
    try {
      return new EngineSettings(
          interval, buckets, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, buckets);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private Traffic traffic() {
    try {
      return new Traffic(rate, shards, batchSize, batchingWindow, SCHEDULE);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** Behind all event times, on a border, so that a run gives the same figures each time. */
  private Instant start(Input lines) {
    long newest = lines.newestMillis().orElse(0);
    long borders = Math.floorDiv(newest, interval.toMillis()) + 2;
    return Instant.ofEpochMilli(borders * interval.toMillis());
  }

  private void print(Bill bill, long millis) {
    PrintWriter out = spec.commandLine().getOut();
    double scale = MILLION / bill.records();
    Map<String, Double> used = used(bill);
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("records", bill.records());
      fields.put("seconds", millis / 1000.0);
      fields.put("used", used);
      Map<String, Object> million = new LinkedHashMap<>();
      used.forEach((name, value) -> million.put(name, value * scale));
      fields.put("aMillionRecords", million);
      out.println(ValueText.json(fields));
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "%,d records in %,.1f s, batches of %.1f s, buckets: %d, shards: %d",
              bill.records(),
              millis / 1000.0,
              interval.toMillis() / 1000.0,
              buckets,
              shards));
      out.println(String.format(Locale.ROOT, "%-26s%16s%20s", "", "used", "a million records"));
      used.forEach(
          (name, value) ->
              out.println(
                  String.format(
                      Locale.ROOT,
                      name.equals("dollars") ? "%-26s%16.6f%20.4f" : "%-26s%,16.0f%,20.0f",
                      name,
                      value,
                      value * scale)));
    }
    out.flush();
    if (millis < FEW_BATCHES * interval.toMillis()) {
      spec.commandLine()
          .getErr()
          .println(
              "sluice: the records make less than "
                  + FEW_BATCHES
                  + " batches, so that what is paid once weighs much: take more of them, or a"
                  + " smaller --rate");
    }
  }

  private static Map<String, Double> used(Bill bill) {
    Map<String, Double> used = new LinkedHashMap<>();
    used.put("DynamoDB write units", bill.writeUnits());
    used.put("DynamoDB read units", bill.readUnits());
    used.put("S3 PUT, LIST", bill.puts());
    used.put("S3 GET", bill.gets());
    used.put("Lambda calls", (double) bill.invocations());
    used.put("Lambda GB-s (computed)", bill.gbSeconds());
    used.put("dollars", bill.dollars());
    return used;
  }
}
