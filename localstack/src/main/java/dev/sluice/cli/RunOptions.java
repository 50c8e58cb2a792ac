package dev.sluice.cli;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.run.LocalSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of runs; picocli fills them. */
final class RunOptions {
  /** Far more than a local run can use, and few enough to start. */
  static final int MAX_SHARDS = 1_000;

  private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
  private static final Duration MAX_INTERVAL = Duration.ofHours(1);
  private static final int MAX_PORT = 65_535;

  static final int DEFAULT_BUCKETS = 2;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go, a new or empty directory. Default: ${DEFAULT-VALUE}")
  Path out = Path.of("out");

  @Mixin TableOptions tables = new TableOptions();

  @Option(
      names = "--broadcast",
      paramLabel = "NAME=FILE",
      description =
          "A table that the app's functions use, read anew whenever its file changes; may be"
              + " repeated.")
  Map<String, Path> broadcasts = new LinkedHashMap<>();

  @Option(
      names = "--vendor",
      paramLabel = "FILE",
      description = "Short for --table vendor=FILE (oil-pumps).")
  Path vendor;

  @Option(
      names = "--maintenance",
      paramLabel = "FILE",
      description = "Short for --table maintenance=FILE (oil-pumps).")
  Path maintenance;

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description =
          "The directory below which files arrive, for apps with textFileStream. Default: a bucket"
              + " of the local S3, NAME-files")
  Path files;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "Shards of the stream. Default: ${DEFAULT-VALUE}")
  int shards = 2;

  @Option(
      names = "--buckets",
      paramLabel = "N",
      description =
          "Buckets that keys are spread over; each writes its own part. An app that runs takes"
              + " another number. Default: as before with --state, else "
              + DEFAULT_BUCKETS)
  Integer buckets;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "The batch interval: 500ms, 10s, 1m. Default: 1s")
  Duration interval = Duration.ofSeconds(1);

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Keeps everything there; the same command goes on after a stop. Standard input must be"
              + " given again from its beginning.")
  Path state;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      description =
          "With --state: how much time passes between two checkpoints; 0s for none. Default: 1m")
  Duration checkpointEvery;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Stamps arrivals by a clock that lets N records arrive in a second, whatever the time of"
              + " day: two runs give the same bytes.")
  Long rate;

  @Option(
      names = "--stores",
      paramLabel = "URL",
      description =
          "Where DynamoDB and S3 are, such as a LocalStack; only Kinesis is in this process then.")
  URI stores;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The port of Kinesis, DynamoDB and S3. Default: 4566 with --serve, else a free one")
  Integer port;

  /** How much time passes between two checkpoints. */
  Duration checkpointEvery() {
    return checkpointEvery == null ? LocalSettings.CHECKPOINT_EVERY : checkpointEvery;
  }

  /** The files of all tables, by name. */
  Map<String, Path> allTables() {
    Map<String, Path> files = new TreeMap<>(tables.files);
    if (vendor != null) {
      files.put("vendor", vendor);
    }
    if (maintenance != null) {
      files.put("maintenance", maintenance);
    }
    return files;
  }

  /** What is wrong with the values, all together. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    range(faults, "--shards", shards, 1, MAX_SHARDS);
    range(
        faults,
        "--buckets",
        buckets == null ? DEFAULT_BUCKETS : buckets,
        1,
        EngineSettings.KEY_GROUPS);
    if (interval.compareTo(MIN_INTERVAL) < 0 || interval.compareTo(MAX_INTERVAL) > 0) {
      faults.add("the batch interval is 100ms to 1h, not " + interval.toMillis() + "ms");
    }
    if (files != null && !Files.isDirectory(files)) {
      faults.add("--files takes a directory that is there, not " + files);
    }
    if (rate != null && rate < 1) {
      faults.add("--rate takes 1 or more records a second, not " + rate);
    }
    if (checkpointEvery != null && checkpointEvery.isNegative()) {
      faults.add("--checkpoint-every takes 0s, for none, or more, not " + checkpointEvery);
    }
    if (checkpointEvery != null && state == null) {
      faults.add("--checkpoint-every is about what is kept, and nothing is: give --state DIR, too");
    }
    if (port != null) {
      range(faults, "--port", port, 0, MAX_PORT);
    }
    return faults;
  }

  /** Adds a fault where a value is none that an option takes. */
  static void range(List<String> faults, String option, int value, int from, int to) {
    if (value < from || value > to) {
      faults.add(option + " takes " + from + " to " + to + ", not " + value);
    }
  }
}
