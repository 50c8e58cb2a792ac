package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.flow.KeyGroups;
import dev.sluice.ports.Append;
import dev.sluice.ports.StoreMetrics;
import dev.sluice.ports.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Buckets that are many batches behind: they catch up in calls that have an end. */
class FarBehindTest {
  private static final int BATCHES = 60;
  private static final String BUCKET = "bucket/1/0";

  /** Hands on this many bytes for each batch. */
  private static final String LARGE = "x".repeat(300_000);

  private static final StreamApp HANDING_ON =
      stream ->
          stream
              .kinesis(Rig.STREAM, Decoder.utf8())
              .map(Reading::parse)
              .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
              .named("first")
              .reduceByKey(Long::sum)
              .mapToPair(
                  p -> Pair.of("all", LARGE.substring(p.value().intValue())),
                  TestCodecs.STRING,
                  TestCodecs.STRING)
              .<Long>updateStateByKey(
                  (rows, all) ->
                      Optional.of(all.orElse(0L) + rows.stream().mapToLong(String::length).sum()),
                  TestCodecs.LONG)
              .saveAsTextFiles("lengths");

  /** Takes no puts into a lane for now. */
  private static final class Refusing extends ForwardingLog {
    private String refused;

    Refusing(Rig rig, String refused) {
      super(rig.log);
      this.refused = refused;
    }

    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      return lane.equals(refused)
          ? new Append.Throttled("a test")
          : super.append(lane, number, entry, expiry);
    }
  }

  /** A lane that has done nothing for many batches, and a new process that may go on with it. */
  private static Engine behind(Rig rig, String lane, int batches, Collection<String> keys) {
    Refusing log = new Refusing(rig, lane);
    Engine process = rig.process(log);
    process.coordinator().run();
    for (int i = 0; i < batches; i++) {
      keys.forEach(key -> rig.put(key, 1));
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(1));
      fail(process);
    }
    process = rig.process(log);
    fail(process); // it has read what others did behind the lane
    assertThat(step(rig, lane)).isEqualTo(Long.MIN_VALUE);
    assertThat(rig.head(rig.log).borders()).isNotEmpty();
    log.refused = "";
    return process;
  }

  private static void fail(Engine process) {
    try {
      process.coordinator().run();
    } catch (StoreUnavailableException e) {
      assertThat(e).hasMessageContaining("a test");
    }
  }

  private static Logs logs(Rig rig) {
    return new Logs(rig.ports(rig.log), rig.settings);
  }

  private static long step(Rig rig, String lane) {
    return logs(rig).buckets().head(lane).map(each -> each.entry().k()).orElse(Long.MIN_VALUE);
  }

  @Test
  void bucketAndMarkersDoAsManyStepsAsThereIsTimeFor() {
    Rig rig = new Rig(1, 1);
    Engine process = behind(rig, BUCKET, BATCHES, List.of("a", "b", "c"));
    long last = rig.head(rig.log).lastBorder();
    int calls = 0;
    while (step(rig, Lanes.SUCCESS) < last) {
      long before = step(rig, BUCKET);
      int[] looks = {10};
      process.coordinator().run(() -> looks[0]-- > 0);
      calls++;
      if (before < last) {
        assertThat(step(rig, BUCKET)).isBetween(before + 1, Math.max(before, last - BATCHES) + 10);
      }
    }
    assertThat(calls).isBetween(BATCHES / 10, BATCHES);
    rig.finish(process);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void markersGetOnInCallsOfNewProcessesThoughNoBatchHasResults() {
    Rig rig =
        new Rig(
            stream ->
                stream
                    .kinesis(Rig.STREAM, Decoder.utf8())
                    .mapToPair(line -> Pair.of(line, 1L), TestCodecs.STRING, TestCodecs.LONG)
                    .reduceByKey(Long::sum)
                    .filter(pair -> false)
                    .saveAsTextFiles("none"),
            1,
            1);
    behind(rig, Lanes.SUCCESS, BATCHES, List.of("a"));
    long last = rig.head(rig.log).lastBorder();
    int calls = 0;
    while (step(rig, Lanes.SUCCESS) < last - 10 && calls < BATCHES) {
      int[] looks = {10};
      rig.process().coordinator().run(() -> looks[0]-- > 0);
      calls++;
    }
    assertThat(step(rig, Lanes.SUCCESS)).isBetween(last - 10, last);
    assertThat(calls).isBetween(BATCHES / 20, BATCHES / 2);
  }

  @Test
  void entryOfABucketThatIsFarBehindHandsOnAboutAsMuchAsOneMayHold() {
    Rig rig = new Rig(HANDING_ON, 1, 1);
    Engine process = behind(rig, BUCKET, BATCHES, List.of("a"));
    rig.finish(process);
    assertThat(
            rig.spills.list("").stream()
                .mapToInt(each -> rig.spills.get(each).orElseThrow().length))
        .isNotEmpty()
        .allMatch(length -> length < 6_000_000);
    String end =
        rig.outputs.list("lengths-").stream()
            .filter(each -> each.contains("part"))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    assertThat(new String(rig.outputs.get(end).orElseThrow(), StandardCharsets.UTF_8))
        .isEqualTo("(all," + BATCHES * (LARGE.length() - 1L) + ")\n");
  }

  /** So many bytes are inline in each entry of each lane, and a look reads 16 entries of one. */
  @Test
  void markersGoOnInAProcessThatHasReadMuchWhileOneBucketWaited() {
    int buckets = 512;
    String row = LARGE.substring(0, 4_500);
    Rig rig =
        new Rig(
            stream ->
                stream.kinesis(Rig.STREAM, Decoder.utf8()).map(line -> row).saveAsTextFiles("rows"),
            1,
            buckets);
    SortedMap<Integer, String> keys = new TreeMap<>();
    for (int i = 0; keys.size() < buckets; i++) {
      int group = KeyGroups.of(("k" + i).getBytes(StandardCharsets.UTF_8));
      keys.putIfAbsent(group * buckets / EngineSettings.KEY_GROUPS, "k" + i);
    }
    Engine process = behind(rig, "bucket/1/" + (buckets - 1), 18, keys.values());
    for (int calls = 0; calls < 5; calls++) {
      process.coordinator().run();
    }
    assertThat(step(rig, Lanes.SUCCESS)).isEqualTo(rig.head(rig.log).lastBorder());
  }

  /** Each is a request; what was found there is remembered as long as the process lives. */
  @Test
  void markersLookAtNoMoreFilesOfWorkersThatHaveCaughtUpThanThereIsTimeFor() {
    Rig rig = new Rig(1, 40);
    Refusing log = new Refusing(rig, Lanes.SUCCESS);
    Engine worker = rig.process(log);
    worker.coordinator().run();
    for (int i = 0; i < 4; i++) {
      for (int key = 0; key < 100; key++) {
        rig.put("k" + key, 1);
      }
      rig.deliverAll(worker);
      rig.clock.advance(Duration.ofSeconds(1));
      fail(worker);
    }
    int files = rig.outputs.list("batch-").size();
    assertThat(files).isGreaterThan(100);
    log.refused = "";
    Engine marking = rig.withoutWorkers(rig.plan);
    int calls = 0;
    double all = gets(rig);
    while (step(rig, Lanes.SUCCESS) < rig.head(rig.log).lastBorder() && calls++ < files) {
      double before = gets(rig);
      marking.coordinator().run(() -> gets(rig) - before < 20);
      assertThat(gets(rig) - before).isLessThan(20 + 10);
    }
    assertThat(calls).isBetween(files / 30, files / 5);
    assertThat(gets(rig) - all).isLessThan(1.5 * files);
    rig.finish(worker);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  private static double gets(Rig rig) {
    return rig.metrics.value(StoreMetrics.OBJECTS_GETS);
  }

  /**
   * A call may take as long as it likes: those of an entry are all made again by who comes next.
   */
  @Test
  void entryOfABucketThatIsFarBehindHasCallsOfOneBatchOnly() {
    StreamApp calling =
        stream ->
            stream
                .kinesis(Rig.STREAM, Decoder.utf8())
                .map(Reading::parse)
                .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
                .reduceByKey(Long::sum)
                .foreachBatch((rows, batch) -> {});
    Rig rig = new Rig(calling, 1, 1);
    Engine process = behind(rig, BUCKET, BATCHES, List.of("k"));
    rig.finish(rig.process());
    assertThat(process.status().started()).isTrue();
    assertThat(rig.log.head(BUCKET).orElseThrow().number()).isGreaterThanOrEqualTo(BATCHES - 1);
  }
}
