package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.Counters;
import dev.sluice.examples.oil.OilPumpGenerator;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run on a kept state whose table was removed goes on from its newest checkpoint. */
@Timeout(120)
class LostTableIT {
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  private final Iterator<byte[]> lines =
      new OilPumpGenerator(1, Instant.parse("2026-03-10T06:00:00Z"), Duration.ofSeconds(10))
          .readings()
          .map(each -> each.line().getBytes(StandardCharsets.UTF_8))
          .iterator();

  @TempDir Path state;

  @Test
  void tableIsRemovedInTheMiddleAndBehindTheEnd() throws Exception {
    List<String> before;
    try (LocalRun run = start()) {
      send(run, 400);
      run.availableNow();
      before = run.outputs().list("");
    }
    removeTable();

    List<String> after;
    try (LocalRun run = start()) {
      send(run, 200);
      run.finish();
      assertThat(records(run)).isEqualTo(600);
      after = run.outputs().list("");
    }
    assertThat(after).containsAll(before);
    removeTable();

    try (LocalRun run = start()) {
      assertThat(run.status().finished()).isTrue();
      assertThat(records(run)).isEqualTo(600);
      assertThat(run.outputs().list("")).isEqualTo(after);
    }
    assertThat(problems).noneMatch(each -> each.contains("SLUICE-E"));
  }

  private LocalRun start() {
    return LocalRun.start(
        new LocalSettings(
            "oil-pumps",
            Plan.of(new OilPumps(), Map.of()),
            new EngineSettings(
                Duration.ofMillis(500), 2, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 2),
            2,
            new WallStamps(System::currentTimeMillis),
            Optional.of(state),
            0,
            Disturbance.NONE,
            Optional.empty()),
        problems::add,
        text -> {});
  }

  private void send(LocalRun run, int count) {
    List<byte[]> some = Stream.generate(lines::next).limit(count).toList();
    QuietSender.to(run.kinesis(), OilPumps.STREAM).send(some.iterator(), 0);
  }

  private static long records(LocalRun run) {
    return run.status().counters().get(Counters.RECORDS);
  }

  private void removeTable() throws IOException {
    try (Stream<Path> files = Files.walk(state.resolve("dynamodb"))) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
