package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.engine.entry.Counters;
import dev.sluice.local.kinesis.IteratorStart;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.PutEntry;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.kinesis.journal.FileJournal;
import dev.sluice.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records of a local stream stay until they are processed, and then for a day. */
@Timeout(120)
class KeptRecordsIT {
  private static final String STREAM = "lines";
  private static final int RECORDS = 20;

  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final AtomicLong offsetMillis = new AtomicLong();
  private final WallStamps stamps =
      new WallStamps(() -> System.currentTimeMillis() + offsetMillis.get());

  @TempDir Path state;

  @Test
  void recordsOutliveAnOutageOfDaysAndGoADayBehindTheirProcessing() throws Exception {
    offsetMillis.set(-Duration.ofHours(50).toMillis());
    putAsARunThatIsKilled();
    offsetMillis.set(0);

    try (LocalRun run = start()) {
      run.drain();
      assertThat(run.status().counters())
          .containsEntry(Counters.RECORDS, (long) RECORDS)
          .doesNotContainKey(Counters.EXPIRED);
      awaitLeft(run, 0); // processed, and from the day before yesterday

      put(run.streams());
      run.drain();
      offsetMillis.set(Duration.ofHours(23).toMillis());
      run.drain();
      assertThat(left(run)).isEqualTo(RECORDS);
      offsetMillis.set(Duration.ofHours(25).toMillis());
      awaitLeft(run, 0);
      assertThat(run.status().counters()).containsEntry(Counters.RECORDS, 2L * RECORDS);
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void recordsThatAreAheadOfAClockThatWasSetBackAreWaitedFor() throws Exception {
    try (LocalRun run = start()) {
      offsetMillis.set(Duration.ofHours(1).toMillis());
      put(run.streams());
      run.drain();
      offsetMillis.set(0);
      CompletableFuture<Void> ended = availableNow(run);
      while (problems.isEmpty()) { // the test's time limit ends it
        Thread.sleep(20);
      }
      assertThat(problems).singleElement().asString().contains("the clock was set back");
      assertThat(ended).isNotDone();
      offsetMillis.set(Duration.ofHours(1).toMillis());
      ended.get();
      assertThat(run.outputs().list("out")).anyMatch(name -> name.endsWith("_SUCCESS"));

      offsetMillis.set(0);
      problems.clear();
      run.availableNow(); // all is published, so there is nothing to wait for
      assertThat(problems).isEmpty();

      put(run.streams()); // which the lanes' clocks are ahead of
      CompletableFuture<Void> again = availableNow(run);
      while (problems.isEmpty()) {
        Thread.sleep(20);
      }
      assertThat(again).isNotDone();
      offsetMillis.set(Duration.ofHours(1).plusSeconds(30).toMillis());
      again.get();
      assertThat(run.status().counters()).containsEntry("rows.out", 2L * RECORDS);
    }
  }

  private static CompletableFuture<Void> availableNow(LocalRun run) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            run.availableNow();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void putAsARunThatIsKilled() {
    try (KinesisStreams streams =
        new KinesisStreams(
            stamps,
            stamps,
            KinesisSettings.defaults(),
            new FileJournal(state.resolve("kinesis"), 1 << 20, problems::add))) {
      streams.createStream(STREAM, 2);
      put(streams);
    }
  }

  private static void put(KinesisStreams streams) {
    for (int i = 0; i < RECORDS; i++) {
      byte[] line = ("line " + i).getBytes(StandardCharsets.UTF_8);
      streams.put(STREAM, new PutEntry(line, "key " + i, Optional.empty()));
    }
  }

  private LocalRun start() {
    Plan plan =
        Plan.of(
            context -> context.kinesis(STREAM, Decoder.utf8()).saveAsTextFiles("out"), Map.of());
    return LocalRuns.start(plan, stamps, Optional.of(state), problems::add);
  }

  private static void awaitLeft(LocalRun run, int records) throws InterruptedException {
    while (left(run) != records) { // the test's time limit ends it
      Thread.sleep(20);
    }
  }

  private static int left(LocalRun run) {
    KinesisStreams streams = run.streams();
    return streams.shards(STREAM).stream()
        .map(shard -> streams.iterator(STREAM, shard.id(), IteratorStart.TRIM_HORIZON))
        .mapToInt(iterator -> streams.read(iterator, RECORDS).records().size())
        .sum();
  }
}
