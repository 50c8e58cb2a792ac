package dev.sluice.local.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.EngineSettings;
import dev.sluice.plan.Plan;
import dev.sluice.ports.StoreMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What explain says by the graph is what a run of it counts. */
class WritesTest {
  private static final Instant START = Instant.parse("2026-03-10T09:00:00Z");
  private static final int RECORDS_A_BATCH = 20;

  /** One stage with a window, a sink of batches beside it. */
  private static final StreamApp ONE =
      stream -> {
        DStream<String> words =
            stream
                .kinesis("words", Decoder.utf8())
                .withEventTime(WritesTest::arrival, Duration.ZERO);
        words.saveAsTextFiles("all", "txt");
        words
            .mapToPair(word -> Pair.of(word.split(",")[1], 1L), Codecs.string(), Codecs.int64())
            .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(10)))
            .saveAsTextFiles("counts", "csv");
      };

  /** Two stages, and no files behind them. */
  private static final StreamApp TWO =
      stream ->
          stream
              .kinesis("words", Decoder.utf8())
              .mapToPair(word -> Pair.of(word.split(",")[1], 1L), Codecs.string(), Codecs.int64())
              .reduceByKey(Long::sum)
              .mapToPair(each -> Pair.of(each.key() + "!", 1L), Codecs.string(), Codecs.int64())
              .reduceByKey(Long::sum)
              .print();

  private static Instant arrival(String word) {
    return START.plusMillis(Long.parseLong(word.split(",")[0]));
  }

  private static Bill run(StreamApp app, int buckets, int batches) {
    Duration interval = Duration.ofSeconds(10);
    EngineSettings settings =
        new EngineSettings(
            interval, buckets, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, buckets);
    Traffic traffic =
        new Traffic(RECORDS_A_BATCH / 10.0, 1, RECORDS_A_BATCH, interval, Duration.ofMinutes(1));
    return new CostRun(Plan.of(app, Map.of()), settings, traffic, START)
        .run(
            IntStream.range(0, batches * RECORDS_A_BATCH)
                .mapToObj(i -> (i * 500 + ",w" + i % 20).getBytes(StandardCharsets.UTF_8))
                .iterator());
  }

  private static void assertIsWhatARunWrites(StreamApp app, int buckets) {
    Writes writes = Writes.of(Plan.of(app, Map.of()), buckets);
    Bill used = run(app, buckets, 30).since(run(app, buckets, 10));
    double batches = 20;
    int entries = writes.call().entries() + writes.batch().entries();
    int objects = writes.batch().objects();
    for (Writes.Share window : writes.windows().values()) { // one closes in each batch here
      entries += window.entries();
      objects += window.objects();
    }
    // Each run of the schedule, once a minute, may advance the shard's clock and see a border.
    double scheduled = batches * 10 / 60 + 1;
    assertThat(used.counters().get(StoreMetrics.LOG_PUTS))
        .as("entries")
        .isBetween(entries * batches, entries * batches + 2 * scheduled);
    assertThat(used.counters().get(StoreMetrics.OBJECTS_PUTS))
        .as("objects")
        .isEqualTo(objects * batches);
  }

  @Test
  void windowsAndBatchesAreCountedAsARunCountsThem() {
    assertIsWhatARunWrites(ONE, 1);
    assertIsWhatARunWrites(ONE, 3);
  }

  @Test
  void stagesAreCountedAsARunCountsThem() {
    assertIsWhatARunWrites(TWO, 1);
    assertIsWhatARunWrites(TWO, 3);
  }

  @Test
  void sinksAndStagesHaveTheirShares() {
    Writes writes = Writes.of(Plan.of(ONE, Map.of()), 3);
    assertThat(writes.call()).isEqualTo(new Writes.Share(1, 0, writes.call().of()));
    assertThat(writes.batch().of())
        .containsExactly(
            "a border",
            "3 entries of stage 1",
            "an entry of markers",
            "all-: 3 parts and a marker");
    assertThat(writes.windows())
        .containsOnlyKeys("counts")
        .containsEntry("counts", new Writes.Share(0, 4, List.of("counts-: 3 parts and a marker")));
    assertThat(writes.batch().dollars()).isEqualTo(5 * 0.625e-6 + 4 * 5e-6, within(1e-12));
    Writes two = Writes.of(Plan.of(TWO, Map.of()), 1);
    assertThat(two.batch().of())
        .containsExactly("a border", "1 entry of stage 1", "1 entry of stage 2");
    assertThat(two.windows()).isEmpty();
  }
}
