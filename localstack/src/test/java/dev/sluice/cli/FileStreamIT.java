package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.LocalSettings;
import dev.sluice.local.services.LocalClients;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Apps on files, with all services in this process. */
class FileStreamIT {
  private static final String DEFINE =
      "stream.textFileStream(\"incoming\").saveAsTextFiles(\"copy\", \"txt\");";

  @TempDir Path scratch;

  @Test
  void filesOfADirectoryAreReadOnceAndARunEndsWhenAllAreRead() throws IOException {
    Path classes =
        UserApps.compile(scratch, Map.of("com.example.Copy", UserApps.source("Copy", "", DEFINE)));
    Path incoming = Files.createDirectories(scratch.resolve("files/incoming/deep"));
    Files.write(incoming.resolve("a.txt"), List.of("one", "two"));
    Files.write(incoming.resolve("b.txt"), List.of("three"));
    Path out = scratch.resolve("out");
    Object[] command = {
      "run",
      "--jar",
      classes,
      "--class",
      "com.example.Copy",
      "--buckets",
      1,
      "--out",
      out,
      "--files",
      scratch.resolve("files")
    };
    Command first = Command.run(command);
    assertThat(first.err()).doesNotContain("unexpected");
    assertThat(first.code()).isZero();
    assertThat(Rows.of(out, "")).containsExactlyInAnyOrder("one", "two", "three");
  }

  @Test
  void directoryThatIsNoneIsRefused() throws IOException {
    Path classes =
        UserApps.compile(scratch, Map.of("com.example.Copy", UserApps.source("Copy", "", DEFINE)));
    Command command =
        Command.run(
            "run",
            "--jar",
            classes,
            "--class",
            "com.example.Copy",
            "--files",
            scratch.resolve("missing"));
    assertThat(command.code()).isEqualTo(2);
    assertThat(command.err()).contains("--files takes a directory");
  }

  @Test
  void filesThatArePutIntoTheBucketCountOnceWhileTheAppRunsAndAfterAStop() throws Exception {
    Path out = scratch.resolve("out");
    try (LocalRun run = start(out)) {
      put(run, "incoming/a.txt", "one\ntwo\n");
      put(run, "incoming/b.txt", "three");
      while (run.status().counters().getOrDefault("records", 0L) < 3) {
        Thread.sleep(50);
      }
    }
    try (LocalRun run = start(out)) {
      put(run, "incoming/c.txt", "four");
      put(run, "elsewhere/d.txt", "not this");
      run.finish();
    }
    assertThat(Rows.of(out, "")).containsExactlyInAnyOrder("one", "two", "three", "four");
  }

  private LocalRun start(Path out) {
    EngineSettings engine =
        new EngineSettings(
            Duration.ofSeconds(1), 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1);
    Plan plan =
        Plan.of(stream -> stream.textFileStream("incoming").saveAsTextFiles("copy"), Map.of());
    return LocalRun.start(
        new LocalSettings(
            "copy",
            plan,
            engine,
            1,
            new WallStamps(System::currentTimeMillis),
            Optional.of(scratch.resolve("state")),
            0,
            Disturbance.NONE,
            Optional.of(out)),
        problem -> {},
        text -> {});
  }

  private static void put(LocalRun run, String name, String content) {
    try (S3Client s3 = new LocalClients(run.endpoint()).s3()) {
      s3.putObject(
          put -> put.bucket("copy-files").key(name),
          RequestBody.fromString(content, StandardCharsets.UTF_8));
    }
  }
}
