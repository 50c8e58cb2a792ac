package dev.sluice.cli;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.cost.Bill;
import dev.sluice.local.cost.CostRun;
import dev.sluice.local.cost.Traffic;
import dev.sluice.local.mapping.MappingSettings;
import dev.sluice.plan.Plan;
import dev.sluice.ports.SourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says how records come whose cost is measured, and how an app is laid out. */
final class CostOptions {
  /** With fewer batches, what is paid once outweighs what is paid for each. */
  private static final int FEW_BATCHES = 20;

  /**
   * A record in a quarter of an hour, and more than a stream can take: times stay whole numbers.
   */
  private static final double MIN_RATE = 0.001;

  private static final double MAX_RATE = 1e9;

  /** As the template deploys it. */
  private static final Duration SCHEDULE = Duration.ofMinutes(1);

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--by-time",
      description = "Sends the lines in the order of their event time instead of that of the file.")
  boolean byTime;

  @Option(names = "--rate", paramLabel = "N", description = "Records a second. Default: 1000")
  double rate = 1000;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "Shards of the stream. Default: ${DEFAULT-VALUE}")
  int shards = 1;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Most records of a call. Default: ${DEFAULT-VALUE}")
  int batchSize = 1000;

  @Option(
      names = "--batching-window",
      paramLabel = "TIME",
      description = "For how long a mapping gathers records for a call. Default: 2s")
  Duration batchingWindow = Duration.ofSeconds(2);

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "The batch interval: 500ms, 10s, 1m. Default: 10s")
  Duration interval = Duration.ofSeconds(10);

  @Option(
      names = "--buckets",
      paramLabel = "N",
      description =
          "Buckets that keys are spread over; each writes its own part. Default: ${DEFAULT-VALUE}")
  int buckets = 1;

  /**
   * What came of a run.
   *
   * @param millis how long its records took to come
   * @param batches in which they came
   * @param deadLetters how many of them became dead letters
   */
  record Measured(Bill bill, long millis, long batches, long deadLetters) {}

  /** The layout. */
  EngineSettings settings() {
    return checked(
        () ->
            new EngineSettings(
                interval,
                buckets,
                Duration.ZERO,
                EngineSettings.DEFAULT_ENTRY_LIFETIME,
                EngineSettings.DEFAULT_BUCKETS_INLINE));
  }

  /**
   * Runs an app on stores that count.
   *
   * @param input the name of a file
   * @throws UserException if it cannot be measured
   */
  Measured measure(Plan plan, String input) {
    requireTraffic();
    requirePossible(plan);
    Input lines = Input.open(input, new LineTimes(plan, plan.streams().get(0)), true, byTime);
    Traffic traffic = checked(() -> new Traffic(rate, shards, batchSize, batchingWindow, SCHEDULE));
    if (!plan.callingSinks().isEmpty()) {
      String sinks = String.join(", ", plan.callingSinks());
      spec.commandLine()
          .getErr()
          .println("sluice: what sinks write elsewhere is left out, and not written: " + sinks);
    }
    CostRun run = new CostRun(plan.withoutCalls(), settings(), traffic, start(lines));
    Bill bill = run.run(lines.lines());
    if (bill.records() == 0) {
      throw new NothingToDoException(input + " has no lines");
    }
    long millis = run.durationMillis();
    long batches = Math.max(1, -Math.floorDiv(-millis, interval.toMillis()));
    return new Measured(bill, millis, batches, run.deadLetters());
  }

  /** Says where figures mean little. */
  void warn(Measured measured) {
    if (measured.deadLetters() > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "sluice: "
                  + measured.deadLetters()
                  + " of "
                  + measured.bill().records()
                  + " records became dead letters, which cost something else than those that the"
                  + " app takes; './sluice run' shows why");
    }
    if (measured.batches() < FEW_BATCHES) {
      spec.commandLine()
          .getErr()
          .println(
              "sluice: the records make less than "
                  + FEW_BATCHES
                  + " batches, so that what is paid once weighs much: take more of them, or a"
                  + " smaller --rate");
    }
  }

  /** All that is wrong with how records come. */
  private void requireTraffic() {
    List<String> faults = new ArrayList<>();
    if (!(rate >= MIN_RATE && rate <= MAX_RATE)) {
      faults.add("--rate takes 0.001 to 1000000000, not " + rate);
    }
    RunOptions.range(faults, "--shards", shards, 1, RunOptions.MAX_SHARDS);
    RunOptions.range(faults, "--batch-size", batchSize, 1, MappingSettings.MAX_BATCH_SIZE);
    Duration longest = MappingSettings.MAX_BATCHING_WINDOW;
    if (batchingWindow.isNegative() || batchingWindow.compareTo(longest) > 0) {
      faults.add(
          "--batching-window takes 0s to "
              + longest.toSeconds()
              + "s, not "
              + batchingWindow.toMillis()
              + "ms");
    }
    if (!faults.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("; ", faults));
    }
  }

  private static void requirePossible(Plan plan) {
    if (plan.streams().size() != 1 || plan.streams(SourceKind.KINESIS).size() != 1) {
      throw new UserException(
          "what is measured are apps that read one stream of Kinesis, and this one reads "
              + String.join(", ", plan.streams()));
    }
    if (!plan.sides().broadcastNames().isEmpty()) {
      throw new UserException(
          "there are no tables that change where it is measured, and the app uses broadcast "
              + String.join(", ", plan.sides().broadcastNames()));
    }
  }

  private <T> T checked(Supplier<T> made) {
    try {
      return made.get();
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
}
