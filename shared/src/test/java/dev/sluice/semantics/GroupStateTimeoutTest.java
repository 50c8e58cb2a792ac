package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.grouped;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.state.GroupState;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of the timeouts of groups with state. */
class GroupStateTimeoutTest {

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
            grouped(
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
  void durationIsOverAtTheFirstBorderAtLeastSoFarBehind() {
    for (long millis : List.of(1L, 1000L, 1001L, 2000L)) {
      StreamHarness run =
          start(
              grouped(
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
            grouped(
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
            grouped(
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
            grouped(
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
    StreamHarness run =
        start(grouped(GroupStateTimeout.EVENT_TIME_TIMEOUT, GroupStateTimeoutTest::untilTen));
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
            grouped(
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
}
