package dev.sluice.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of runs; picocli fills them. */
final class RunOptions {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go, a new or empty directory. Default: ${DEFAULT-VALUE}")
  Path out = Path.of("out");

  @Option(
      names = "--table",
      paramLabel = "NAME=FILE",
      description = "A static table that the app joins with; may be repeated.")
  Map<String, Path> tables = new LinkedHashMap<>();

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
      names = "--shards",
      paramLabel = "N",
      description = "Shards of the stream. Default: ${DEFAULT-VALUE}")
  int shards = 2;

  @Option(
      names = "--buckets",
      paramLabel = "N",
      description =
          "Buckets that keys are spread over; each writes its own part. Default: ${DEFAULT-VALUE}")
  int buckets = 2;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "The batch interval: 500ms, 10s, 1m. Default: 1s")
  Duration interval = Duration.ofSeconds(1);

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Keeps everything there; the same command goes on after a stop.")
  Path state;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Stamps arrivals by a clock that lets N records arrive in a second, whatever the time of"
              + " day: two runs give the same bytes.")
  Long rate;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The port of Kinesis, DynamoDB and S3. Default: 4566 with --serve, else a free one")
  Integer port;
}
