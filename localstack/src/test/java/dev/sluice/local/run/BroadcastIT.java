package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Accumulator;
import dev.sluice.api.Broadcast;
import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes while an app runs on the real functions and embedded services. */
@Timeout(60)
class BroadcastIT {
  private static final StreamApp APP =
      stream -> {
        Broadcast<String> word = stream.broadcast("word", lines -> lines.get(0));
        Accumulator records = stream.accumulator("records");
        stream
            .kinesis("lines", Decoder.utf8())
            .map(
                line -> {
                  records.add(1);
                  return line + " " + word.value();
                })
            .saveAsTextFiles("out");
      };

  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  @Test
  void recordsSeeTheFileThatIsThereAndThenTheOneThatReplacesIt(@TempDir Path scratch)
      throws Exception {
    Path file = Files.writeString(scratch.resolve("word.txt"), "one\n");
    try (LocalRun run = start(file)) {
      send(run, 1);
      Files.writeString(file, "two\n");
      int sent = 1;
      while (rows(run).stream().noneMatch(row -> row.endsWith(" two"))) {
        send(run, ++sent);
        Thread.sleep(200);
      }
      Files.writeString(file, "");
      while (problems.isEmpty()) {
        Thread.sleep(50);
      }
      send(run, ++sent);
      run.finish();

      List<String> rows = rows(run);
      assertThat(rows).hasSize(sent).contains("1 one", sent + " two");
      assertThat(run.status().accumulators()).containsEntry("records", (long) sent);
      assertThat(problems)
          .anyMatch(problem -> problem.contains("table word from " + file + " is not used"));
    }
  }

  private LocalRun start(Path file) {
    EngineSettings engine =
        new EngineSettings(
            Duration.ofMillis(200), 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1);
    LocalSettings settings =
        new LocalSettings(
            "broadcasts",
            Plan.of(APP, Map.of()),
            engine,
            2,
            new WallStamps(System::currentTimeMillis),
            Optional.empty(),
            0,
            Disturbance.NONE,
            Optional.empty(),
            Optional.empty(),
            Map.of("word", file),
            Optional.empty(),
            Optional.empty(),
            LocalSettings.CHECKPOINT_EVERY);
    return LocalRun.start(settings, problems::add, text -> {});
  }

  private static void send(LocalRun run, int number) {
    byte[] line = ("" + number).getBytes(StandardCharsets.UTF_8);
    QuietSender.to(run.kinesis(), "lines").send(List.of(line).iterator(), 0);
  }

  private static List<String> rows(LocalRun run) {
    List<String> rows = new ArrayList<>();
    for (String name : run.outputs().list("out-")) {
      if (name.contains("/part-")) {
        byte[] content = run.outputs().get(name).orElseThrow();
        rows.addAll(new String(content, StandardCharsets.UTF_8).lines().toList());
      }
    }
    return rows;
  }
}
