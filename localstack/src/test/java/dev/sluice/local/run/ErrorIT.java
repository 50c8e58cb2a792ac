package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import dev.sluice.local.kinesis.PutEntry;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run outlives what would end a call on Lambda. */
@Timeout(60)
class ErrorIT {
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void errorInABucketEndsTheCallOfTheCoordinatorAndNotTheRun() throws Exception {
    try (LocalRun run = start()) {
      for (String line : List.of("a", "b", "a")) {
        byte[] data = line.getBytes(StandardCharsets.UTF_8);
        run.streams().put("lines", new PutEntry(data, line, Optional.empty()));
      }
      run.drain();
      while (problems.isEmpty()) { // the test's time limit ends it
        Thread.sleep(20);
      }
      run.finish();
      assertThat(sums(run)).containsExactlyInAnyOrder("a=2", "b=1");
    }
    assertThat(problems)
        .anySatisfy(
            each -> assertThat(each).contains("the coordinator failed", "OutOfMemoryError"));
  }

  /** As where a database that it writes to is still away. */
  @Test
  void runGoesOnWhereWhatItRepeatsStillFails(@TempDir Path state) throws Exception {
    boolean[] away = {true};
    List<String> taken = new ArrayList<>();
    Plan plan =
        Plan.of(
            stream ->
                stream
                    .kinesis("lines", Decoder.utf8())
                    .foreachBatch(
                        Codecs.string(),
                        (rows, batch) -> {
                          if (away[0]) {
                            throw new IOException("no answer");
                          }
                          taken.addAll(rows);
                        }),
            Map.of());
    try (LocalRun run = start(plan, Optional.of(state))) {
      byte[] data = "a".getBytes(StandardCharsets.UTF_8);
      run.streams().put("lines", new PutEntry(data, "a", Optional.empty()));
      while (problems.stream().noneMatch(each -> each.contains("SLUICE-E13"))) {
        Thread.sleep(20);
      }
    }
    problems.clear();
    try (LocalRun run = start(plan, Optional.of(state))) {
      assertThat(problems).anyMatch(each -> each.contains("SLUICE-E13"));
      away[0] = false;
      run.drain();
      run.finish();
    }
    assertThat(taken).contains("a");
  }

  private void app(StreamContext context) {
    context
        .kinesis("lines", Decoder.utf8())
        .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64())
        .updateStateByKey(this::sum, Codecs.int64())
        .map(each -> each.key() + "=" + each.value())
        .saveAsTextFiles("sums");
  }

  private Optional<Long> sum(List<Long> values, Optional<Long> before) {
    if (calls.incrementAndGet() == 2) {
      throw new OutOfMemoryError("of a test");
    }
    return Optional.of(before.orElse(0L) + values.stream().mapToLong(Long::longValue).sum());
  }

  private LocalRun start() {
    return start(Plan.of(this::app, Map.of()), Optional.empty());
  }

  private LocalRun start(Plan plan, Optional<Path> state) {
    return LocalRuns.start(plan, new WallStamps(System::currentTimeMillis), state, problems::add);
  }

  /** Those of the newest batch. */
  private static List<String> sums(LocalRun run) {
    String newest =
        run.outputs().list("sums-").stream()
            .filter(name -> name.contains("part-"))
            .reduce((first, second) -> second)
            .orElseThrow();
    return new String(run.outputs().get(newest).orElseThrow(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }
}
