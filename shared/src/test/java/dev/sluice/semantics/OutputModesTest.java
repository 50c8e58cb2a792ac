package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.PairDStream;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of output modes. */
class OutputModesTest {
  private static StreamHarness app(
      Function<PairDStream<String, Long>, ? extends DStream<?>> operator) {
    return Runs.start(
        stream ->
            operator
                .apply(
                    Runs.pairs(
                        Runs.events(stream).withEventTime(Event::time, Duration.ofSeconds(1))))
                .saveAsTextFiles("out"));
  }

  private static void batch(StreamHarness run, int number, Event... events) {
    for (Event each : events) {
      Runs.send(run, 60_000 + number * 1000L + 100, each);
    }
    run.advanceTo(at(60_000 + (number + 1) * 1000L + 10));
    run.restart();
  }

  private static SortedMap<String, List<String>> threeBatches(StreamHarness run) {
    batch(run, 1, new Event("a", 0, 1), new Event("b", 0, 5), new Event("c", 0, 7));
    batch(run, 2, new Event("a", 0, 2));
    batch(run, 3);
    batch(run, 4, new Event("b", 0, 4), new Event("d", 0, 0));
    return lines(run);
  }

  @Test
  void updateGivesTheTotalsOfKeysWithValuesInTheBatch() {
    StreamHarness run = app(pairs -> pairs.reduceByKey(Long::sum, OutputMode.UPDATE));

    assertThat(threeBatches(run))
        .isEqualTo(
            Map.of(
                "out-62000", List.of("(a,1)", "(b,5)", "(c,7)"),
                "out-63000", List.of("(a,3)"),
                "out-65000", List.of("(b,9)", "(d,0)")));
    run.finish();
    assertThat(lines(run)).hasSize(3);
  }

  @Test
  void completeGivesAllTotalsInEachBatchWithRecords() {
    assertThat(threeBatches(app(pairs -> pairs.reduceByKey(Long::sum, OutputMode.COMPLETE))))
        .isEqualTo(
            Map.of(
                "out-62000", List.of("(a,1)", "(b,5)", "(c,7)"),
                "out-63000", List.of("(a,3)", "(b,5)", "(c,7)"),
                "out-65000", List.of("(a,3)", "(b,9)", "(c,7)", "(d,0)")));
  }

  @Test
  void completeGivesAllTotalsAlsoWhereNothingIsLeftOfTheRecords() {
    StreamHarness run =
        app(
            pairs ->
                pairs.filter(pair -> pair.value() > 0).reduceByKey(Long::sum, OutputMode.COMPLETE));
    batch(run, 1, new Event("a", 0, 1));
    batch(run, 2, new Event("a", 0, 0));

    assertThat(lines(run))
        .isEqualTo(Map.of("out-62000", List.of("(a,1)"), "out-63000", List.of("(a,1)")));
  }

  private static SortedMap<String, List<String>> windows(OutputMode mode, StreamHarness run) {
    batch(run, 1, new Event("a", 3_000, 1), new Event("a", 12_000, 1), new Event("b", 9_000, 1));
    batch(run, 2, new Event("a", 10_999, 1), new Event("a", 9_999, 1), new Event("c", 21_000, 1));
    batch(run, 3, new Event("a", 9_998, 1), new Event("a", 20_000, 1));
    return lines(run);
  }

  private static StreamHarness windowed(OutputMode mode) {
    return app(
        pairs ->
            pairs
                .named("sums")
                .reduceByKeyAndWindow(Long::sum, tumbling(10_000), mode)
                .mapWithWindow((w, key, sum) -> w.startMillis() + " " + key + "=" + sum));
  }

  @Test
  void updateGivesTheResultsThatABatchChangedUntilTheirWindowCloses() {
    StreamHarness run = windowed(OutputMode.UPDATE);

    assertThat(windows(OutputMode.UPDATE, run))
        .containsOnlyKeys(
            "out-10000-r62000",
            "out-20000-r62000",
            "out-20000-r63000",
            "out-30000-r63000",
            "out-30000-r64000",
            "late/sums-63000.csv",
            "late/sums-64000.csv")
        .containsEntry("out-10000-r62000", List.of("0 a=1", "0 b=1"))
        .containsEntry("out-20000-r62000", List.of("10000 a=1"))
        .containsEntry("out-20000-r63000", List.of("10000 a=2"))
        .containsEntry("out-30000-r63000", List.of("20000 c=1"))
        .containsEntry("out-30000-r64000", List.of("20000 a=1"));
    run.finish();
    assertThat(lines(run)).hasSize(7);
  }

  @Test
  void completeGivesAllWindowsInEachBatchAndTakesInWhateverComes() {
    StreamHarness run = windowed(OutputMode.COMPLETE);

    assertThat(windows(OutputMode.COMPLETE, run))
        .isEqualTo(
            Map.of(
                "out-62000", List.of("0 a=1", "0 b=1", "10000 a=1"),
                "out-63000", List.of("0 a=2", "0 b=1", "10000 a=2", "20000 c=1"),
                "out-64000", List.of("0 a=3", "0 b=1", "10000 a=2", "20000 a=1", "20000 c=1")));
  }

  @Test
  void appendIsWhatWindowsGiveWithoutAMode() {
    assertThat(windows(OutputMode.APPEND, windowed(OutputMode.APPEND)))
        .isEqualTo(
            windows(
                OutputMode.APPEND,
                app(
                    pairs ->
                        pairs
                            .named("sums")
                            .reduceByKeyAndWindow(Long::sum, tumbling(10_000))
                            .mapWithWindow(
                                (w, key, sum) -> w.startMillis() + " " + key + "=" + sum))));
  }

  @Test
  void windowsOfAStreamGoByTheModeToo() {
    StreamHarness run =
        app(pairs -> pairs.window(tumbling(10_000)).reduceByKey(Long::sum, OutputMode.UPDATE));
    batch(run, 1, new Event("a", 3_000, 1), new Event("a", 12_000, 1));

    assertThat(lines(run))
        .isEqualTo(
            Map.of("out-10000-r62000", List.of("(a,1)"), "out-20000-r62000", List.of("(a,1)")));
  }

  @Test
  void totalsThatAreNeverFinalCannotBeAppended() {
    assertThatThrownBy(() -> app(pairs -> pairs.reduceByKey(Long::sum, OutputMode.APPEND)))
        .hasMessageContaining("SLUICE-P34 aggregate-1: ");
  }

  @Test
  void resultsThatReplaceOthersCannotBeAggregated() {
    for (OutputMode mode : List.of(OutputMode.UPDATE, OutputMode.COMPLETE)) {
      assertThatThrownBy(
              () -> app(pairs -> pairs.reduceByKey(Long::sum, mode).reduceByKey(Long::sum)))
          .hasMessageContaining("SLUICE-P19 aggregate-2: takes results of aggregate-1 in mode ");
      assertThatThrownBy(
              () ->
                  app(
                      pairs ->
                          pairs
                              .reduceByKeyAndWindow(Long::sum, tumbling(10_000), mode)
                              .dropDuplicatesByKey()))
          .hasMessageContaining("SLUICE-P19 dropDuplicatesByKey-1: ");
    }
  }

  @Test
  void modesArePartsOfTheDigest() {
    assertThat(digest(OutputMode.UPDATE)).isNotEqualTo(digest(OutputMode.COMPLETE));
  }

  private static String digest(OutputMode mode) {
    return Plan.of(
            stream -> Runs.pairs(Runs.events(stream)).reduceByKey(Long::sum, mode).print(),
            Map.of())
        .digest();
  }
}
