package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of windows that give results before they close. */
class EarlyResultsTest {
  private static final EarlyResults EVERY_5_S = EarlyResults.every(Duration.ofSeconds(5));

  private static StreamHarness app(
      Function<PairDStream<String, Long>, ? extends DStream<?>> operator) {
    return Runs.start(stream -> operator.apply(timedPairs(stream)).saveAsTextFiles("out"));
  }

  private static void send(StreamHarness run, long stampMillis, Event... events) {
    for (Event each : events) {
      Runs.send(run, stampMillis, each);
    }
    run.advanceTo(at(stampMillis + 1_500));
    run.restart();
  }

  @Test
  void whatChangedIsGivenAtTheNextMultipleAndTheWindowAsEver() {
    StreamHarness run =
        app(pairs -> pairs.reduceByKeyAndWindow(Long::sum, tumbling(60_000), EVERY_5_S));
    send(run, 61_000, new Event("a", 1_000, 1), new Event("b", 1_000, 5));
    send(run, 63_000, new Event("a", 2_000, 2));
    run.advanceTo(at(80_000));
    send(run, 81_000, new Event("a", 3_000, 4));
    run.advanceTo(at(100_000));
    send(run, 101_000, new Event("a", 60_000, 9));
    run.advanceTo(at(103_000));

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-60000-e65000", List.of("(a,3)", "(b,5)"),
                "out-60000-e85000", List.of("(a,7)"),
                "out-60000", List.of("(a,7)", "(b,5)")));
    run.finish();
    assertThat(lines(run)).containsEntry("out-120000", List.of("(a,9)"));
  }

  @Test
  void eachOpenWindowOfAValueIsGiven() {
    StreamHarness run =
        app(pairs -> pairs.reduceByKeyAndWindow(Long::sum, sliding(6_000, 3_000), EVERY_5_S));
    send(run, 63_000, new Event("a", 1_000, 1), new Event("a", 4_000, 2));
    run.advanceTo(at(70_000));

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-3000", List.of("(a,1)"),
                "out-6000-e65000", List.of("(a,3)"),
                "out-9000-e65000", List.of("(a,2)")));
  }

  @Test
  void windowsOfArrivalTimeGiveEarlyResultsToo() {
    StreamHarness run =
        Runs.start(
            stream ->
                Runs.pairs(Runs.events(stream))
                    .reduceByKeyAndWindow(Long::sum, tumbling(20_000), EVERY_5_S)
                    .saveAsTextFiles("out"));
    send(run, 61_000, new Event("a", 0, 1));
    run.advanceTo(at(90_000));

    assertThat(lines(run))
        .isEqualTo(Map.of("out-80000-e65000", List.of("(a,1)"), "out-80000", List.of("(a,1)")));
  }

  @Test
  void aTimeShorterThanABatchMeansEveryBatchWithChanges() {
    StreamHarness run =
        app(
            pairs ->
                pairs.reduceByKeyAndWindow(
                    Long::sum, tumbling(60_000), EarlyResults.every(Duration.ofMillis(10))));
    send(run, 61_200, new Event("a", 1_000, 1));
    send(run, 63_200, new Event("a", 1_000, 1));
    run.advanceTo(at(70_000));

    assertThat(lines(run))
        .isEqualTo(
            Map.of("out-60000-e62000", List.of("(a,1)"), "out-60000-e64000", List.of("(a,2)")));
  }

  /** Sends values of 1 to a window of 60 s in a batch, in any number of calls. */
  private static void ones(StreamHarness run, long stampMillis, String... keys) {
    for (String key : keys) {
      Runs.send(run, stampMillis, new Event(key, 1_000, 1));
      run.advance(Duration.ZERO);
    }
    run.advanceTo(at(stampMillis + 1_000));
    run.restart();
  }

  private static StreamHarness everyRecords(Windows windows, long records) {
    return app(
        pairs ->
            pairs.reduceByKeyAndWindow(Long::sum, windows, EarlyResults.everyRecords(records)));
  }

  @Test
  void resultIsGivenInTheBatchInWhichItsValuesReachOrPassAMultiple() {
    StreamHarness run = everyRecords(tumbling(60_000), 3);
    ones(run, 61_100, "a", "a", "b");
    ones(run, 62_100, "a", "a", "b");
    ones(run, 63_100, "a", "a", "a", "a", "a", "b");
    ones(run, 64_100, "a", "b");
    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-60000-e63000",
                List.of("(a,4)"),
                "out-60000-e64000",
                List.of("(a,9)", "(b,3)")));

    send(run, 70_100, new Event("c", 60_000, 1));
    assertThat(lines(run)).containsEntry("out-60000", List.of("(a,10)", "(b,4)")).hasSize(3);
  }

  @Test
  void valuesThatWereCombinedBeforeTheShuffleAreAllCounted() {
    StreamHarness run =
        Runs.start(
            stream ->
                Runs.pairs(Runs.events(stream))
                    .reduceByKeyAndWindow(Long::sum, tumbling(20_000), EarlyResults.everyRecords(3))
                    .saveAsTextFiles("out"));
    Runs.send(run, 61_100, new Event("a", 0, 1));
    Runs.send(run, 61_200, new Event("a", 0, 1));
    run.advance(Duration.ZERO);
    ones(run, 61_300, "a", "b", "b");
    ones(run, 63_100, "b", "a");
    run.advanceTo(at(90_000));

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-80000-e62000", List.of("(a,3)"),
                "out-80000-e64000", List.of("(b,3)"),
                "out-80000", List.of("(a,4)", "(b,3)")));
  }

  @Test
  void batchThatPassesSeveralMultiplesGivesOneResult() {
    StreamHarness run = everyRecords(tumbling(60_000), 2);
    ones(run, 61_100, "a", "a", "a", "a", "a", "a", "a");

    assertThat(lines(run)).isEqualTo(Map.of("out-60000-e62000", List.of("(a,7)")));
  }

  @Test
  void valueCountsForEachOfItsWindowsUntilTheyClose() {
    StreamHarness run = everyRecords(sliding(6_000, 3_000), 2);
    send(run, 61_000, new Event("a", 1_000, 1), new Event("a", 4_000, 2));
    send(run, 63_000, new Event("a", 5_000, 4), new Event("b", 6_500, 9));
    send(run, 65_000, new Event("a", 7_000, 8), new Event("a", 5_900, 16));

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-3000", List.of("(a,1)"),
                "out-6000-e62000", List.of("(a,3)"),
                "out-6000", List.of("(a,7)"),
                "out-9000-e64000", List.of("(a,6)"),
                "out-9000-e66000", List.of("(a,30)")));
  }

  @Test
  void lateValuesOfClosedWindowsReviseThemAndGiveNothingEarly() {
    StreamHarness run = everyRecords(tumbling(10_000).withLateness(Duration.ofSeconds(5)), 1);
    send(run, 61_000, new Event("a", 1_000, 1), new Event("b", 12_000, 1));
    send(run, 63_000, new Event("a", 2_000, 2));

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-10000", List.of("(a,1)"),
                "out-20000-e62000", List.of("(b,1)"),
                "out-10000-r64000", List.of("(a,3)")));
  }

  @Test
  void countsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> everyRecords(tumbling(60_000), 0))
        .hasMessageContaining("SLUICE-P35 aggregate-1: early results come every 0 records");
    assertThatThrownBy(
            () ->
                app(
                    pairs ->
                        pairs
                            .reduceByKeyAndWindow(
                                Long::sum, tumbling(60_000), EarlyResults.everyRecords(1))
                            .groupByKey()))
        .hasMessageContaining("SLUICE-P19 aggregate-2: ");
  }

  @Test
  void howOftenResultsAreEarlyIsPartOfTheDigest() {
    Set<String> digests = new HashSet<>();
    for (EarlyResults early :
        List.of(
            EVERY_5_S,
            EarlyResults.every(Duration.ofSeconds(6)),
            EarlyResults.everyRecords(5),
            EarlyResults.everyRecords(6))) {
      digests.add(
          Plan.of(
                  stream ->
                      Runs.pairs(Runs.events(stream))
                          .reduceByKeyAndWindow(Long::sum, tumbling(60_000), early)
                          .print(),
                  Map.of())
              .digest());
    }
    assertThat(digests).hasSize(4);
  }

  @Test
  void earlyResultsCannotBeAggregatedAndTheirTimeMustBePossible() {
    assertThatThrownBy(
            () ->
                app(
                    pairs ->
                        pairs
                            .reduceByKeyAndWindow(Long::sum, tumbling(60_000), EVERY_5_S)
                            .reduceByKey(Long::sum)))
        .hasMessageContaining("SLUICE-P19 aggregate-2: ");
    assertThatThrownBy(
            () ->
                app(
                    pairs ->
                        pairs.reduceByKeyAndWindow(
                            Long::sum, tumbling(60_000), EarlyResults.every(Duration.ZERO))))
        .hasMessageContaining("SLUICE-P35 aggregate-1: ");
  }
}
