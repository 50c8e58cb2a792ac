package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.BatchInfo;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of an app, and how often. */
class SinksTest {

  @Test
  void linesAreSortedByKeyInItsOwnOrderAndNotAsText() {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    events(stream)
                        .mapToPair(e -> Pair.of(e.value(), 1L), Codecs.int64(), Codecs.int64())
                        .reduceByKey(Long::sum)
                        .saveAsTextFiles("counts"))
            .start();
    for (long value : new long[] {10, 9, -1, 100, 9}) {
      send(run, 100, new Event("a", 0, value));
    }
    run.finish();

    assertThat(run.lines("counts-1000")).containsExactly("(-1,1)", "(9,2)", "(10,1)", "(100,1)");
  }

  @Test
  void linesOfAStreamWithoutKeysAreSortedByPartitionKeyThenArrival() {
    StreamHarness run =
        StreamHarness.of(stream -> events(stream).map(Event::value).saveAsTextFiles("values"))
            .shards(3)
            .start();
    send(run, 100, new Event("b", 0, 3));
    send(run, 110, new Event("a", 0, 2));
    send(run, 120, new Event("b", 0, 1));
    send(run, 130, new Event("a", 0, 4));
    run.finish();

    assertThat(run.lines("values-1000")).containsExactly("2", "4", "3", "1");
  }

  @Test
  void sinkOfTwoAggregationsHasTheRowsOfBoth() {
    StreamHarness run =
        start(
            stream -> {
              PairDStream<String, Long> pairs = pairs(events(stream));
              pairs
                  .reduceByKey(Long::sum)
                  .union(pairs.reduceByKeyAndWindow(Long::max, tumbling(1000)))
                  .saveAsTextFiles("both", "txt");
            });
    send(run, 100, new Event("a", 0, 1));
    send(run, 200, new Event("a", 0, 2));
    run.finish();

    assertThat(run.lines("both-1000.txt")).containsExactlyInAnyOrder("(a,3)", "(a,2)");
  }

  @Test
  void printShowsTheFirstRowsOfEachBatch() {
    StreamHarness run =
        StreamHarness.of(stream -> pairs(events(stream)).reduceByKey(Long::sum).print(2)).start();
    for (String key : List.of("c", "a", "b")) {
      send(run, 100, new Event(key, 0, 1));
    }
    run.finish();

    assertThat(run.console()).containsExactly("-- print-1 1970-01-01T00:00:01Z\n(a,1)\n(b,1)\n");
  }

  @Test
  void batchFunctionGetsEachShareOfEachBatchOnce() {
    Map<BatchInfo, List<Pair<String, Long>>> calls = new TreeMap<>(SinksTest::compare);
    StreamHarness run = start(collecting(calls, new ArrayList<>()));
    Map<Long, Set<String>> expected = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      send(run, 100 * i, new Event("k" + i, 0, i));
      expected.computeIfAbsent(100L * i / 1000 * 1000 + 1000, b -> new HashSet<>()).add("k" + i);
    }
    run.finish();

    Map<Long, Set<String>> found = new TreeMap<>();
    calls.forEach(
        (batch, rows) ->
            rows.forEach(
                row ->
                    found.computeIfAbsent(batch.batchId(), b -> new HashSet<>()).add(row.key())));
    assertThat(found).isEqualTo(expected);
    assertThat(calls.keySet().stream().map(BatchInfo::bucket)).contains(0, 1);
  }

  @Test
  void batchThatFailsIsRepeatedWithTheSameIdAndRowsAcrossARestart() {
    Map<BatchInfo, List<Pair<String, Long>>> calls = new TreeMap<>(SinksTest::compare);
    List<String> failures = new ArrayList<>(List.of("down"));
    StreamHarness run = start(collecting(calls, failures));
    send(run, 100, new Event("a", 0, 1));
    send(run, 200, new Event("a", 0, 2));

    assertThatThrownBy(() -> run.advance(Duration.ofSeconds(2)))
        .hasMessageContaining("SLUICE-E13")
        .hasRootCauseMessage("down");
    run.restart();
    assertThatThrownBy(() -> run.advance(Duration.ofSeconds(2))).hasRootCauseMessage("down");
    failures.clear();
    run.advance(Duration.ofSeconds(2));
    run.finish();

    assertThat(calls.keySet().stream().map(BatchInfo::batchId)).containsExactly(1000L);
    assertThat(calls.values()).containsExactly(List.of(Pair.of("a", 1L), Pair.of("a", 2L)));
  }

  /** The same process goes on, as one on Lambda does. */
  @ParameterizedTest
  @ValueSource(classes = {NoClassDefFoundError.class, AssertionError.class, OutOfMemoryError.class})
  void batchWhoseFunctionThrowsAnErrorIsRepeatedByTheSameProcess(Class<? extends Error> kind)
      throws ReflectiveOperationException {
    Error[] down = {kind.getDeclaredConstructor().newInstance()};
    List<Long> batches = new ArrayList<>();
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    pairs(events(stream))
                        .foreachBatch(
                            (rows, info) -> {
                              if (down[0] != null) {
                                throw down[0];
                              }
                              batches.add(info.batchId());
                            }))
            .start();
    for (long stamp : new long[] {100, 2_100}) {
      send(run, stamp, new Event("a", 0, 1));
      assertThatThrownBy(() -> run.advance(Duration.ofSeconds(2)))
          .satisfiesAnyOf(
              e -> assertThat(e).hasMessageContaining("SLUICE-E13").hasRootCause(down[0]),
              e -> assertThat(e).isInstanceOf(OutOfMemoryError.class));
    }
    down[0] = null;
    run.finish();
    assertThat(batches).containsExactly(1000L, 3000L);
  }

  /** Collects the rows of each share; a share that comes again must be the same. */
  private static StreamApp collecting(
      Map<BatchInfo, List<Pair<String, Long>>> calls, List<String> failures) {
    return stream ->
        pairs(events(stream))
            .foreachBatch(
                (rows, batch) -> {
                  List<Pair<String, Long>> before = calls.put(batch, rows);
                  if (before != null && !before.equals(rows)) {
                    throw new AssertionError(batch + " had " + before + " and has " + rows);
                  }
                  if (!failures.isEmpty()) {
                    throw new IllegalStateException(failures.get(0));
                  }
                });
  }

  private static int compare(BatchInfo one, BatchInfo other) {
    int byId = Long.compare(one.batchId(), other.batchId());
    return byId != 0 ? byId : Integer.compare(one.bucket(), other.bucket());
  }
}
