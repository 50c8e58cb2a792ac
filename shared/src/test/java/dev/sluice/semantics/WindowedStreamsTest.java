package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.GROWING;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.outcome;
import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.timed;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code window}, and what goes by it. All events arrive at once and have event times. */
class WindowedStreamsTest {
  static final Windows SLIDING = sliding(10, 5);
  static final Event[] EVENTS = {
    new Event("a", 3, 1), new Event("b", 4, 2), new Event("a", 7, 4), new Event("a", 12, 1)
  };

  @Test
  void allValuesOfAWindowGiveOneResult() {
    assertThat(
            outcome(
                stream -> {
                  DStream<Long> values = timed(stream).map(Event::value);
                  values.window(SLIDING).count().saveAsTextFiles("count");
                  values.countByWindow(SLIDING).saveAsTextFiles("same");
                  values.reduceByWindow(Long::sum, SLIDING, Codecs.int64()).saveAsTextFiles("sum");
                  values
                      .reduceByWindow(Long::sum, (a, b) -> a - b, SLIDING, Codecs.int64())
                      .saveAsTextFiles("inverse");
                },
                EVENTS))
        .isEqualTo(
            byEnd(
                Map.of(
                    "count", List.of("2", "3", "2", "1"),
                    "same", List.of("2", "3", "2", "1"),
                    "sum", List.of("3", "7", "5", "1"),
                    "inverse", List.of("3", "7", "5", "1"))));
  }

  /** One line for each of the windows that end at 5, 10, 15 and 20. */
  private static Map<String, List<String>> byEnd(Map<String, List<String>> lines) {
    SortedMap<String, List<String>> byEnd = new TreeMap<>();
    lines.forEach(
        (prefix, of) -> {
          for (int i = 0; i < of.size(); i++) {
            byEnd.put(prefix + "-" + 5 * (i + 1), List.of(of.get(i)));
          }
        });
    return byEnd;
  }

  @Test
  void valuesOfAWindowAreCounted() {
    assertThat(
            outcome(
                stream ->
                    timed(stream)
                        .map(Event::key)
                        .countByValueAndWindow(tumbling(10), Codecs.string())
                        .saveAsTextFiles("n"),
                EVENTS))
        .isEqualTo(Map.of("n-10", List.of("(a,2)", "(b,1)"), "n-20", List.of("(a,1)")));
  }

  @Test
  void operatorsOfKeysGoByWindow() {
    assertThat(
            outcome(
                stream -> {
                  PairDStream<String, Long> windowed = timedPairs(stream).window(tumbling(10));
                  windowed.reduceByKey(Long::sum).saveAsTextFiles("reduce");
                  windowed.groupByKey().saveAsTextFiles("group");
                  windowed
                      .combineByKey(v -> "" + v, (s, v) -> s + v, String::concat, Codecs.string())
                      .saveAsTextFiles("combine");
                  windowed
                      .mapValues(v -> -v, Codecs.int64())
                      .filter(pair -> pair.value() < -1)
                      .aggregateByKey(() -> 0L, Long::sum, Long::sum, Codecs.int64())
                      .saveAsTextFiles("aggregate");
                  timedPairs(stream)
                      .groupByKeyAndWindow(tumbling(10))
                      .saveAsTextFiles("group-by-window");
                },
                EVENTS))
        .isEqualTo(
            Map.of(
                "reduce-10", List.of("(a,5)", "(b,2)"),
                "reduce-20", List.of("(a,1)"),
                "group-10", List.of("(a,[1, 4])", "(b,[2])"),
                "group-20", List.of("(a,[1])"),
                "combine-10", List.of("(a,14)", "(b,2)"),
                "combine-20", List.of("(a,1)"),
                "aggregate-10", List.of("(a,-4)", "(b,-2)"),
                "group-by-window-10", List.of("(a,[1, 4])", "(b,[2])"),
                "group-by-window-20", List.of("(a,[1])")));
  }

  @Test
  void combinerThatChangesItsLeftSideDoesNotSpoilTheNextWindow() {
    assertThat(
            outcome(
                stream ->
                    timedPairs(stream)
                        .window(sliding(15, 5))
                        .combineByKey(
                            WindowedStreamsTest::listOf,
                            (list, v) -> list,
                            (left, right) -> {
                              left.addAll(right);
                              return left;
                            },
                            GROWING)
                        .filter(pair -> pair.key().equals("a"))
                        .saveAsTextFiles("lists"),
                EVENTS))
        .isEqualTo(
            Map.of(
                "lists-5", List.of("(a,[1])"),
                "lists-10", List.of("(a,[1, 4])"),
                "lists-15", List.of("(a,[1, 4, 1])"),
                "lists-20", List.of("(a,[4, 1])"),
                "lists-25", List.of("(a,[1])")));
  }

  private static List<Long> listOf(Long value) {
    return new ArrayList<>(List.of(value));
  }

  @Test
  void keysThatComeAndGoHaveNoResultWhereTheyHaveNoValues() {
    assertThat(
            outcome(
                stream -> {
                  timedPairs(stream)
                      .reduceByKeyAndWindow(Long::sum, (a, b) -> a - b, SLIDING)
                      .saveAsTextFiles("sums");
                  timedPairs(stream)
                      .reduceByKeyAndWindow(
                          Long::sum, (a, b) -> a - b, SLIDING, pair -> pair.value() > 1)
                      .saveAsTextFiles("filtered");
                },
                new Event("a", 1, 1),
                new Event("b", 6, 1),
                new Event("a", 7, 1),
                new Event("b", 31, 1)))
        .isEqualTo(
            Map.of(
                "sums-5", List.of("(a,1)"),
                "sums-10", List.of("(a,2)", "(b,1)"),
                "sums-15", List.of("(a,1)", "(b,1)"),
                "sums-35", List.of("(b,1)"),
                "sums-40", List.of("(b,1)"),
                "filtered-10", List.of("(a,2)")));
  }

  @Test
  void sinksWriteTheValuesOfEachWindow() {
    List<String> batches = Collections.synchronizedList(new ArrayList<>());
    StreamHarness run =
        Runs.start(
            stream -> {
              timed(stream).window(SLIDING).map(Event::line).saveAsTextFiles("lines", "csv");
              timedPairs(stream).window(tumbling(10)).print();
              timedPairs(stream)
                  .window(tumbling(10))
                  .foreachBatch(
                      (rows, info) -> batches.addAll(rows.stream().map(r -> "" + r).toList()));
            });
    for (Event event : EVENTS) {
      Runs.send(run, 500, event);
    }
    run.finish();

    assertThat(Runs.lines(run))
        .isEqualTo(
            Map.of(
                "lines-5.csv", List.of("a,3,1", "b,4,2"),
                "lines-10.csv", List.of("a,3,1", "a,7,4", "b,4,2"),
                "lines-15.csv", List.of("a,12,1", "a,7,4"),
                "lines-20.csv", List.of("a,12,1")));
    assertThat(batches).containsExactlyInAnyOrder("(a,1)", "(b,2)", "(a,4)", "(a,1)");
    assertThat(String.join("\n", run.console())).contains("(a,4)", "(b,2)");
  }

  @Test
  void valueThatFailsBehindAWindowIsADeadLetterAlone() {
    assertThat(
            outcome(
                stream ->
                    timedPairs(stream)
                        .window(tumbling(100))
                        .map(pair -> 12 / (pair.value() - 2))
                        .saveAsTextFiles("quotients"),
                EVENTS))
        .containsOnlyKeys("dead-letter/events-1000.csv", "quotients-100")
        .containsEntry("quotients-100", List.of("-12", "-12", "6"));
  }

  @Test
  void lateValuesOfAWindowedStreamAreShownAsTheyAre() {
    StreamHarness run =
        Runs.start(
            stream -> {
              timed(stream).map(Event::line).countByWindow(tumbling(10)).saveAsTextFiles("count");
              timed(stream).map(Event::line).window(tumbling(10)).saveAsTextFiles("lines");
            });
    Runs.send(run, 500, new Event("a", 25, 1));
    Runs.send(run, 1_500, new Event("a", 3, 2));
    run.finish();

    List<String> late =
        Runs.lines(run).entrySet().stream()
            .filter(each -> each.getKey().startsWith("late/"))
            .flatMap(each -> each.getValue().stream())
            .toList();
    String missed = "1970-01-01T00:00:00Z,1970-01-01T00:00:00.010Z,1970-01-01T00:00:00.003Z,late,";
    assertThat(late).containsExactlyInAnyOrder(missed + "all,\"a,3,2\"", missed + "a,\"a,3,2\"");
  }

  @Test
  void windowsOfArrivalTimeHoldWhatArrived() {
    StreamHarness run =
        Runs.start(
            stream -> {
              DStream<Long> values = events(stream).map(Event::value);
              values.window(sliding(2_000, 1_000)).count().saveAsTextFiles("count");
              values.window(sliding(2_000, 1_000)).saveAsTextFiles("values");
            });
    Runs.send(run, 100, new Event("a", 0, 1));
    Runs.send(run, 1_100, new Event("a", 0, 2));
    Runs.send(run, 1_200, new Event("b", 0, 3));
    run.finish();

    assertThat(Runs.lines(run))
        .isEqualTo(
            Map.of(
                "count-1000", List.of("1"),
                "count-2000", List.of("3"),
                "count-3000", List.of("2"),
                "values-1000", List.of("1"),
                "values-2000", List.of("1", "2", "3"),
                "values-3000", List.of("2", "3")));
  }

  @Test
  void revisedWindowIsWrittenAgainWhole() {
    StreamHarness run =
        Runs.start(
            stream ->
                timedPairs(stream)
                    .window(tumbling(10).withLateness(Duration.ofMillis(100)))
                    .saveAsTextFiles("pairs"));
    Runs.send(run, 500, new Event("a", 3, 1));
    Runs.send(run, 500, new Event("a", 15, 2));
    Runs.send(run, 1_500, new Event("a", 4, 3));
    run.finish();

    assertThat(Runs.lines(run))
        .isEqualTo(
            Map.of(
                "pairs-10", List.of("(a,1)"),
                "pairs-20", List.of("(a,2)"),
                "pairs-10-r2000", List.of("(a,1)", "(a,3)")));
  }

  @Test
  void pairsKeepTheirOrderWithinAKey() {
    StreamHarness run =
        Runs.start(
            stream ->
                timedPairs(stream)
                    .window(tumbling(100))
                    .map(Pair::value)
                    .saveAsTextFiles("values"));
    for (long value = 9; value >= 0; value--) {
      Runs.send(run, 500, new Event("a", value % 3, value));
    }
    run.finish();

    assertThat(run.lines("values-100"))
        .containsExactly("9", "8", "7", "6", "5", "4", "3", "2", "1", "0");
  }
}
