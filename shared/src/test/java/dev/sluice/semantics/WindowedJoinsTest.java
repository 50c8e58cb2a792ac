package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.tumbling;
import static dev.sluice.semantics.TwoStreams.LEFT;
import static dev.sluice.semantics.TwoStreams.RIGHT;
import static dev.sluice.semantics.TwoStreams.joinedBy;
import static dev.sluice.semantics.TwoStreams.timedJoinedBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Windows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Joins of windowed streams. */
class WindowedJoinsTest {
  private static final Windows SLIDING = sliding(10, 5);

  @Test
  void eventTimesJoinInEachWindowThatHoldsBothWheneverTheyArrive() {
    assertThat(
            timedJoinedBy(20, (left, right) -> left.window(SLIDING).join(right.window(SLIDING)))
                .send(LEFT, 100, "a", 3, "1")
                .send(RIGHT, 5_100, "a", 7, "x")
                .send(LEFT, 9_100, "a", 9, "2")
                .send(LEFT, 9_100, "b", 9, "3")
                .outcome())
        .isEqualTo(
            Map.of("out-10", List.of("(a,(1,x))", "(a,(2,x))"), "out-15", List.of("(a,(2,x))")));
  }

  @Test
  void windowsWaitForTheSlowerStream() {
    TwoStreams streams =
        timedJoinedBy(
                0,
                (left, right) ->
                    left.window(tumbling(10)).leftOuterJoin(right.window(tumbling(10))))
            .send(LEFT, 100, "a", 3, "1")
            .send(LEFT, 100, "a", 95, "2")
            .send(RIGHT, 200, "a", 4, "x")
            .send(RIGHT, 1_100, "a", 5, "y");
    streams.run().advance(java.time.Duration.ofSeconds(5));
    assertThat(streams.run().directories()).isEmpty();

    assertThat(streams.send(RIGHT, 7_100, "z", 30, "z").outcome())
        .isEqualTo(
            Map.of(
                "out-10", List.of("(a,(1,Optional[x]))", "(a,(1,Optional[y]))"),
                "out-100", List.of("(a,(2,Optional.empty))")));
  }

  @Test
  void arrivalTimesJoinInEachWindowThatHoldsBoth() {
    Windows windows = sliding(2_000, 1_000);
    assertThat(
            joinedBy((left, right) -> left.window(windows).fullOuterJoin(right.window(windows)))
                .left(100, "a", 1)
                .right(1_100, "a", "x")
                .outcome())
        .isEqualTo(
            Map.of(
                "out-1000", List.of("(a,(Optional[1],Optional.empty))"),
                "out-2000", List.of("(a,(Optional[1],Optional[x]))"),
                "out-3000", List.of("(a,(Optional.empty,Optional[x]))")));
  }

  @Test
  void joinsFollowOneAnotherWithinAWindow() {
    assertThat(
            timedJoinedBy(
                    50,
                    (left, right) ->
                        left.window(SLIDING)
                            .join(right.window(SLIDING))
                            .leftOuterJoin(left.reduceByKeyAndWindow(Long::sum, SLIDING))
                            .join(right.window(SLIDING))
                            .mapWithWindow((w, key, all) -> w.startMillis() + " " + key + all))
                .send(LEFT, 100, "a", 3, "1")
                .send(RIGHT, 200, "a", 7, "x")
                .send(LEFT, 1_200, "a", 9, "2")
                .outcome())
        .isEqualTo(
            Map.of(
                "out-10",
                List.of("0 a(((1,x),Optional[3]),x)", "0 a(((2,x),Optional[3]),x)"),
                "out-15",
                List.of("5 a(((2,x),Optional[2]),x)")));
  }

  @Test
  void windowedStreamJoinsItselfAndUnitesWithItsLike() {
    assertThat(
            timedJoinedBy(0, (left, right) -> left.window(SLIDING).join(left.window(SLIDING)))
                .send(LEFT, 100, "a", 7, "1")
                .outcome())
        .isEqualTo(Map.of("out-10", List.of("(a,(1,1))"), "out-15", List.of("(a,(1,1))")));
    assertThat(
            timedJoinedBy(
                    0,
                    (left, right) ->
                        left.window(SLIDING).union(left.window(SLIDING)).reduceByKey(Long::sum))
                .send(LEFT, 100, "a", 7, "1")
                .outcome())
        .isEqualTo(Map.of("out-10", List.of("(a,2)"), "out-15", List.of("(a,2)")));
  }

  @Test
  void lateValueOfAJoinIsShownAsItIs() {
    assertThat(
            timedJoinedBy(
                    0, (left, right) -> left.window(tumbling(10)).join(right.window(tumbling(10))))
                .send(LEFT, 100, "a", 25, "1")
                .send(RIGHT, 100, "a", 25, "x")
                .send(RIGHT, 1_100, "a", 3, "y")
                .outcome())
        .containsEntry(
            "late/aggregate-1-2000.csv",
            List.of(
                "1970-01-01T00:00:00Z,1970-01-01T00:00:00.010Z,1970-01-01T00:00:00.003Z,late,a,y"))
        .containsEntry("out-30", List.of("(a,(1,x))"));
  }
}
