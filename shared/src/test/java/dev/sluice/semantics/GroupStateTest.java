package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.state.GroupFunction;
import dev.sluice.api.state.GroupState;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of groups with state. */
class GroupStateTest {

  private static StreamApp app(
      GroupStateTimeout timeout, GroupFunction<String, Long, Long, List<String>> function) {
    return stream -> {
      DStream<Event> events = events(stream);
      if (timeout == GroupStateTimeout.EVENT_TIME_TIMEOUT) {
        events = events.withEventTime(Event::time, Duration.ZERO);
      }
      pairs(events)
          .flatMapGroupsWithState(OutputMode.APPEND, timeout, Codecs.int64(), function)
          .saveAsTextFiles("rows");
    };
  }

  private static List<String> sumFor(
      Duration timeout, String key, List<Long> values, GroupState<Long> state) {
    if (state.hasTimedOut()) {
      long sum = state.get();
      state.remove();
      return List.of(key + " over " + sum + " " + values);
    }
    state.update(state.getOption().orElse(0L) + values.stream().mapToLong(v -> v).sum());
    state.setTimeoutDuration(timeout);
    return List.of(key + "=" + state.get());
  }

  @Test
  void timeoutCallThatThrowsKeepsTheStateAndSaysThatTheTimeoutIsOver() {
    StreamHarness run =
        start(
            app(
                GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
                (key, values, state) -> {
                  if (state.hasTimedOut() && state.get() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                  return sumFor(Duration.ofSeconds(2), key, values, state);
                }));
    send(run, 500, new Event("a", 0, 1));
    run.advanceTo(at(9_500)); // the timeout was over at 3 s
    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "rows-1000",
                List.of("a=1"),
                "dead-letter/flatMapGroupsWithState-1-3000.csv",
                List.of(
                    "bucket/1/1,2,java.lang.IllegalStateException: not yet,utf8,"
                        + "\"a,timeout (the state stays, without a timeout until the key's next"
                        + " value)\"")));
    assertThat(run.<Long>state("flatMapGroupsWithState-1", "a")).contains(1L);

    send(run, 9_600, new Event("a", 0, 2)); // sets another timeout
    run.advanceTo(at(12_500));
    assertThat(lines(run))
        .containsEntry("rows-10000", List.of("a=3"))
        .containsEntry("rows-12000", List.of("a over 3 []"))
        .hasSize(4);
  }

  @Test
  void groupIsCalledOnceInABatchWithAllItsValuesInOrder() {
    StreamHarness run =
        start(
            app(
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
                pairs(events(stream).withEventTime(Event::time, Duration.ZERO))
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
  void durationIsOverAtTheFirstBorderAtLeastSoFarBehind() {
    for (long millis : List.of(1L, 1000L, 1001L, 2000L)) {
      StreamHarness run =
          start(
              app(
                  GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
                  (key, values, state) -> sumFor(Duration.ofMillis(millis), key, values, state)));
      send(run, 300, new Event("a", 0, 4));
      run.advanceTo(at(6500));

      long border = 1000 + (millis + 999) / 1000 * 1000;
      assertThat(lines(run))
          .as("%s ms", millis)
          .isEqualTo(withSuccess("rows-1000", "a=4", "rows-" + border, "a over 4 []"));
    }
  }

  private static Map<String, List<String>> withSuccess(
      String one, String row, String other, String otherRow) {
    return Map.of(one, List.of(row), other, List.of(otherRow));
  }

  @Test
  void valuesOfTheBatchComeFirstAndSetTheTimeoutAnew() {
    StreamHarness run =
        start(
            app(
                GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
                (key, values, state) -> sumFor(Duration.ofSeconds(1), key, values, state)));
    send(run, 300, new Event("a", 0, 4));
    send(run, 1300, new Event("a", 0, 5));
    run.advanceTo(at(6500));

    assertThat(lines(run).get("rows-2000")).containsExactly("a=9");
    assertThat(lines(run).get("rows-3000")).containsExactly("a over 9 []");
  }

  @Test
  void callThatSetsNoTimeoutHasNoneThoughTheOneBeforeSetOne() {
    StreamHarness run =
        start(
            app(
                GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
                (key, values, state) -> {
                  if (values.contains(1L)) {
                    state.setTimeoutDuration(Duration.ofSeconds(2));
                  }
                  return List.of(key + values + state.hasTimedOut());
                }));
    send(run, 300, new Event("a", 0, 1));
    send(run, 300, new Event("b", 0, 1));
    send(run, 1300, new Event("b", 0, 2));
    run.advanceTo(at(9500));

    assertThat(lines(run).get("rows-3000")).containsExactly("a[]true");
    assertThat(lines(run).keySet()).containsExactly("rows-1000", "rows-2000", "rows-3000");
  }

  @Test
  void groupThatTimedOutKeepsItsStateUnlessItIsRemoved() {
    StreamHarness run =
        start(
            app(
                GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
                (key, values, state) -> {
                  if (!state.hasTimedOut()) {
                    state.update(state.getOption().orElse(0L) + 1);
                  } else if (state.get() < 3) {
                    state.update(state.get() + 1);
                  } else {
                    state.remove();
                    return List.of("gone " + state.exists());
                  }
                  state.setTimeoutDuration(Duration.ofSeconds(1));
                  return List.of("" + state.get());
                }));
    send(run, 300, new Event("a", 0, 1));
    run.advanceTo(at(3500));
    run.restart();
    run.advanceTo(at(9500));

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "rows-1000", List.of("1"),
                "rows-2000", List.of("2"),
                "rows-3000", List.of("3"),
                "rows-4000", List.of("gone false")));
  }

  private static List<String> untilTen(String key, List<Long> values, GroupState<Long> state) {
    String now = key + values + " " + state.hasTimedOut() + " " + state.getCurrentWatermarkMs();
    if (!state.hasTimedOut() && !key.equals("z")) {
      state.setTimeoutTimestamp(at(10));
    }
    return List.of(now + " " + state.getCurrentProcessingTimeMs());
  }

  @Test
  void timestampIsOverOnceTheWatermarkHasPassedIt() {
    StreamHarness run = start(app(GroupStateTimeout.EVENT_TIME_TIMEOUT, GroupStateTest::untilTen));
    send(run, 300, new Event("a", 5, 1));
    run.advanceTo(at(1500));
    send(run, 1600, new Event("b", 10, 1));
    run.advanceTo(at(2500));
    assertThat(lines(run).get("rows-2000")).containsExactly("b[1] false 5 2000");

    send(run, 2600, new Event("z", 11, 1));
    run.advanceTo(at(3500));
    assertThat(lines(run).get("rows-3000"))
        .containsExactly("a[] true 11 3000", "b[] true 11 3000", "z[1] false 10 3000");
  }

  @Test
  void lateValuesGoToTheLateOutputWhereTimeoutsAreInEventTime() {
    StreamHarness run =
        start(
            app(
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
  void misuseOfTimeoutsIsADeadLetterAndLeavesTheStateAlone() {
    assertThat(
            deadLetter(GroupStateTimeout.NO_TIMEOUT, state -> state.setTimeoutDuration(second())))
        .contains("SLUICE-S04 setTimeoutDuration needs PROCESSING_TIME_TIMEOUT");
    assertThat(deadLetter(GroupStateTimeout.PROCESSING_TIME_TIMEOUT, s -> s.setTimeoutTimestamp(1)))
        .contains("SLUICE-S04 setTimeoutTimestamp needs EVENT_TIME_TIMEOUT");
    assertThat(
            deadLetter(
                GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
                state -> state.setTimeoutDuration(Duration.ZERO)))
        .contains("SLUICE-S05");
    assertThat(
            deadLetter(
                GroupStateTimeout.EVENT_TIME_TIMEOUT,
                state -> {
                  if (state.getCurrentWatermarkMs() != Long.MIN_VALUE) {
                    state.setTimeoutTimestamp(state.getCurrentWatermarkMs());
                    state.setTimeoutTimestamp(state.getCurrentWatermarkMs() - 1);
                  }
                }))
        .contains("SLUICE-S05", "00.499Z is before the current watermark 1970-01-01T00:00:00.500Z");
    assertThat(deadLetter(GroupStateTimeout.NO_TIMEOUT, GroupState::getCurrentWatermarkMs))
        .contains("SLUICE-S06");
    assertThat(deadLetter(GroupStateTimeout.NO_TIMEOUT, GroupState::get)).contains("SLUICE-S01");
  }

  private static Duration second() {
    return Duration.ofSeconds(1);
  }

  private interface Misuse {
    void of(GroupState<Long> state);
  }

  private static String deadLetter(GroupStateTimeout timeout, Misuse misuse) {
    StreamHarness run =
        start(
            app(
                timeout,
                (key, values, state) -> {
                  misuse.of(state);
                  return List.of();
                }));
    send(run, 300, new Event("a", 500, 1));
    run.advanceTo(at(1500));
    send(run, 1600, new Event("a", 500, 1));
    run.finish();
    return String.join("", lines(run).get("dead-letter/flatMapGroupsWithState-1-2000.csv"));
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
                pairs(events(stream).withEventTime(Event::time, Duration.ZERO))
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
                pairs(events(stream).withEventTime(Event::time, Duration.ZERO))
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
