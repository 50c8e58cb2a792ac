package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.grouped;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of groups with state. */
class GroupStateTest {

  @Test
  void groupIsCalledOnceInABatchWithAllItsValuesInOrder() {
    StreamHarness run =
        start(
            grouped(
                GroupStateTimeout.NO_TIMEOUT,
                (key, values, state) -> List.of(key + values + state.exists())));
    send(run, 100, new Event("a", 0, 3));
    send(run, 200, new Event("b", 0, 5));
    send(run, 300, new Event("a", 0, 1));
    send(run, 1100, new Event("a", 0, 2));
    run.finish();

    assertThat(lines(run).get("rows-1000")).containsExactly("a[3, 1]false", "b[5]false");
    assertThat(lines(run).get("rows-2000")).containsExactly("a[2]false");
  }

  @Test
  void resultsOfTheFirstBatchHaveTheTimeOfTheirNewestValueToo() {
    StreamHarness run =
        start(
            stream ->
                timedPairs(stream)
                    .flatMapGroupsWithState(
                        OutputMode.APPEND,
                        GroupStateTimeout.NO_TIMEOUT,
                        Codecs.int64(),
                        (key, values, state) -> values)
                    .countByWindow(tumbling(10_000))
                    .saveAsTextFiles("counts"));
    send(run, 61_100, new Event("a", 1_000, 3));
    send(run, 61_200, new Event("a", 12_000, 3));
    send(run, 62_100, new Event("a", 40_000, 3));
    run.advanceTo(at(63_500));

    assertThat(lines(run)).isEqualTo(Map.of("counts-20000", List.of("2")));
  }

  @Test
  void lateValuesGoToTheLateOutputWhereTimeoutsAreInEventTime() {
    StreamHarness run =
        start(
            grouped(
                GroupStateTimeout.EVENT_TIME_TIMEOUT,
                (key, values, state) -> List.of(key + values)));
    send(run, 300, new Event("a", 5000, 1));
    run.advanceTo(at(1500));
    send(run, 1600, new Event("a", 1000, 2));
    send(run, 1700, new Event("a", 999, 3));
    send(run, 1800, new Event("b", 998, 4));
    run.finish();

    assertThat(lines(run).get("rows-2000")).containsExactly("a[2]");
    assertThat(lines(run).get("late/flatMapGroupsWithState-1-2000.csv"))
        .containsExactly(
            "1970-01-01T00:00:00.998Z,1970-01-01T00:00:00.999Z,1970-01-01T00:00:00.998Z,late,b,4",
            "1970-01-01T00:00:00.999Z,1970-01-01T00:00:01Z,1970-01-01T00:00:00.999Z,late,a,3");
  }

  @Test
  void initialStateIsCalledForInTheFirstBatchAlone() {
    StreamHarness run =
        start(
            stream ->
                pairs(events(stream))
                    .mapGroupsWithState(
                        GroupStateTimeout.NO_TIMEOUT,
                        Codecs.int64(),
                        Map.of("a", 5L, "b", 6L),
                        (key, values, state) -> key + values + state.getOption().orElse(null))
                    .saveAsTextFiles("rows"));
    send(run, 100, new Event("a", 0, 1));
    send(run, 1100, new Event("a", 0, 2));
    run.finish();

    assertThat(lines(run))
        .isEqualTo(Map.of("rows-1000", List.of("a[1]5", "b[]6"), "rows-2000", List.of("a[2]5")));
  }

  @Test
  void resultsHaveTheTimeOfTheNewestValueAndAreNeverLateBehind() {
    StreamHarness run =
        start(
            stream ->
                timedPairs(stream)
                    .flatMapGroupsWithState(
                        OutputMode.APPEND,
                        GroupStateTimeout.EVENT_TIME_TIMEOUT,
                        Codecs.int64(),
                        (key, values, state) -> {
                          if (key.equals("a") && !state.hasTimedOut()) {
                            state.setTimeoutTimestamp(at(1500));
                          }
                          return List.of(Pair.of(key, (long) values.size()));
                        })
                    .mapToPair(pair -> pair, Codecs.string(), Codecs.int64())
                    .reduceByKeyAndWindow((a, b) -> 10 * a + b, tumbling(1000))
                    .saveAsTextFiles("sums"));
    send(run, 100, new Event("a", 200, 1));
    send(run, 200, new Event("a", 1200, 1));
    run.advanceTo(at(1500));
    send(run, 1600, new Event("b", 4200, 1));
    run.finish();

    assertThat(lines(run)).doesNotContainKey("late/aggregate-1-2000.csv");
    assertThat(lines(run).get("sums-2000")).containsExactly("(a,20)");
    assertThat(lines(run).get("sums-5000")).containsExactly("(b,1)");
  }

  @Test
  void valueTooFarAheadDoesNotTakeTheResultOfItsGroupAlong() {
    StreamHarness run =
        start(
            stream ->
                timedPairs(stream)
                    .flatMapGroupsWithState(
                        OutputMode.APPEND,
                        GroupStateTimeout.NO_TIMEOUT,
                        Codecs.int64(),
                        (key, values, state) -> List.of(Pair.of(key, (long) values.size())))
                    .mapToPair(pair -> pair, Codecs.string(), Codecs.int64())
                    .reduceByKeyAndWindow(Long::sum, tumbling(1000))
                    .saveAsTextFiles("sums"));
    send(run, 100, new Event("a", 200, 1));
    send(run, 200, new Event("a", 7_200_000, 1));
    run.finish();

    assertThat(lines(run)).isEqualTo(Map.of("sums-1000", List.of("(a,2)")));
  }

  @Test
  void modesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> plan(OutputMode.COMPLETE, false))
        .hasMessageContaining("take APPEND, or UPDATE");
    assertThatThrownBy(() -> plan(OutputMode.UPDATE, true))
        .hasMessageContaining("SLUICE-P19")
        .hasMessageContaining("may replace earlier ones");
    assertThat(plan(OutputMode.UPDATE, false).stages()).isEqualTo(1);
    assertThat(plan(OutputMode.APPEND, true).stages()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                Plan.of(
                    stream ->
                        pairs(events(stream))
                            .mapGroupsWithState(
                                GroupStateTimeout.EVENT_TIME_TIMEOUT,
                                Codecs.int64(),
                                (key, values, state) -> key)
                            .saveAsTextFiles("rows"),
                    Map.of()))
        .hasMessageContaining("SLUICE-P21");
  }

  private static Plan plan(OutputMode mode, boolean aggregated) {
    return Plan.of(
        stream -> {
          DStream<Pair<String, Long>> results =
              pairs(events(stream))
                  .flatMapGroupsWithState(
                      mode,
                      GroupStateTimeout.NO_TIMEOUT,
                      Codecs.int64(),
                      (key, values, state) -> List.of(Pair.of(key, 1L)));
          if (aggregated) {
            results
                .mapToPair(pair -> pair, Codecs.string(), Codecs.int64())
                .reduceByKey(Long::sum)
                .saveAsTextFiles("sums");
          } else {
            results.saveAsTextFiles("rows");
          }
        },
        Map.of());
  }
}
