package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.timed;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of results of all values with an output mode. */
class KeylessModesTest {
  private static SortedMap<String, List<String>> run(
      Function<DStream<Long>, ? extends DStream<?>> operator) {
    return lines(harness(operator));
  }

  private static StreamHarness harness(Function<DStream<Long>, ? extends DStream<?>> operator) {
    StreamHarness run =
        Runs.start(
            stream -> operator.apply(timed(stream).map(Event::value)).saveAsTextFiles("out"));
    batch(
        run, 61_100, new Event("a", 3_000, 5), new Event("b", 7_000, 7), new Event("c", 7_000, 5));
    batch(run, 62_100);
    batch(run, 63_100, new Event("d", 8_000, 1), new Event("a", 12_000, 5));
    return run;
  }

  private static void batch(StreamHarness run, long stampMillis, Event... events) {
    for (Event each : events) {
      Runs.send(run, stampMillis, each);
    }
    run.advanceTo(at(stampMillis + 1_000));
    run.restart();
  }

  @Test
  void overAllTimeTheyAreThoseOfAllValuesSoFar() {
    for (OutputMode mode : List.of(OutputMode.UPDATE, OutputMode.COMPLETE)) {
      assertThat(run(values -> values.count(mode)))
          .isEqualTo(Map.of("out-62000", List.of("3"), "out-64000", List.of("5")));
      assertThat(run(values -> values.reduce(Long::sum, Codecs.int64(), mode)))
          .isEqualTo(Map.of("out-62000", List.of("17"), "out-64000", List.of("23")));
    }
  }

  @Test
  void countByValueGivesWhatChangedOrAll() {
    assertThat(run(values -> values.countByValue(Codecs.int64(), OutputMode.UPDATE)))
        .isEqualTo(
            Map.of("out-62000", List.of("(5,2)", "(7,1)"), "out-64000", List.of("(1,1)", "(5,3)")));
    assertThat(run(values -> values.countByValue(Codecs.int64(), OutputMode.COMPLETE)))
        .isEqualTo(
            Map.of(
                "out-62000", List.of("(5,2)", "(7,1)"),
                "out-64000", List.of("(1,1)", "(5,3)", "(7,1)")));
  }

  @Test
  void byWindowUpdateGivesWhatABatchChanged() {
    Map<String, List<String>> counts =
        Map.of(
            "out-10000-r62000", List.of("3"),
            "out-10000-r64000", List.of("4"),
            "out-20000-r64000", List.of("1"));

    assertThat(run(values -> values.countByWindow(tumbling(10_000), OutputMode.UPDATE)))
        .isEqualTo(counts);
    assertThat(run(values -> values.window(tumbling(10_000)).count(OutputMode.UPDATE)))
        .isEqualTo(counts);
    assertThat(
            run(
                values ->
                    values.reduceByWindow(
                        Long::sum, tumbling(10_000), Codecs.int64(), OutputMode.UPDATE)))
        .isEqualTo(
            Map.of(
                "out-10000-r62000", List.of("17"),
                "out-10000-r64000", List.of("18"),
                "out-20000-r64000", List.of("5")));
    assertThat(
            run(
                values ->
                    values.countByValueAndWindow(
                        tumbling(10_000), Codecs.int64(), OutputMode.UPDATE)))
        .isEqualTo(
            Map.of(
                "out-10000-r62000", List.of("(5,2)", "(7,1)"),
                "out-10000-r64000", List.of("(1,1)"),
                "out-20000-r64000", List.of("(5,1)")));
  }

  @Test
  void byWindowCompleteGivesAllInTheOrderOfTheirWindows() {
    StreamHarness run =
        harness(values -> values.countByWindow(tumbling(5_000), OutputMode.COMPLETE));

    assertThat(run.lines("out-62000")).containsExactly("1", "2");
    assertThat(run.lines("out-64000")).containsExactly("1", "3", "1");
  }

  @Test
  void byWindowAppendIsWhatWindowsGiveWithoutAMode() {
    assertThat(run(values -> values.countByWindow(tumbling(10_000), OutputMode.APPEND)))
        .isEqualTo(run(values -> values.countByWindow(tumbling(10_000))))
        .isEqualTo(Map.of("out-10000", List.of("4")));
  }

  @Test
  void windowsGiveEarlyResultsOfAllValues() {
    EarlyResults every = EarlyResults.everyRecords(2);

    assertThat(run(values -> values.countByWindow(tumbling(20_000), every)))
        .isEqualTo(Map.of("out-20000-e62000", List.of("3"), "out-20000-e64000", List.of("5")));
    assertThat(
            run(
                values ->
                    values.reduceByWindow(Long::sum, tumbling(20_000), Codecs.int64(), every)))
        .isEqualTo(Map.of("out-20000-e62000", List.of("17"), "out-20000-e64000", List.of("23")));
    assertThat(run(values -> values.countByValueAndWindow(tumbling(20_000), Codecs.int64(), every)))
        .isEqualTo(Map.of("out-20000-e62000", List.of("(5,2)")));
  }

  @Test
  void whatIsNeverFinalCannotBeAppended() {
    for (Function<DStream<Long>, DStream<?>> operator :
        List.<Function<DStream<Long>, DStream<?>>>of(
            values -> values.count(OutputMode.APPEND),
            values -> values.countByValue(Codecs.int64(), OutputMode.APPEND),
            values -> values.reduce(Long::sum, Codecs.int64(), OutputMode.APPEND))) {
      assertThatThrownBy(() -> run(operator)).hasMessageContaining("SLUICE-P34 aggregate-1: ");
    }
  }
}
