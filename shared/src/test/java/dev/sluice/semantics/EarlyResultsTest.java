package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.PairDStream;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of windows that give results before they close. */
class EarlyResultsTest {
  private static final EarlyResults EVERY_5_S = EarlyResults.every(Duration.ofSeconds(5));

  private static StreamHarness app(
      Function<PairDStream<String, Long>, ? extends DStream<?>> operator) {
    return Runs.start(
        stream ->
            operator
                .apply(Runs.pairs(Runs.events(stream).withEventTime(Event::time, Duration.ZERO)))
                .saveAsTextFiles("out"));
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
