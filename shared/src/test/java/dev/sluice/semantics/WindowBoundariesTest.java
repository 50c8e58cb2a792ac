package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.outcome;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.sums;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Windows are half open, and lie on one grid over all of time. */
class WindowBoundariesTest {

  @Test
  void recordOnAnEdgeBelongsToTheWindowThatBeginsThere() {
    assertThat(
            outcome(
                sums(tumbling(10), Duration.ZERO),
                new Event("a", 9, 1),
                new Event("a", 10, 2),
                new Event("a", 19, 4),
                new Event("a", 20, 8)))
        .isEqualTo(
            Map.of(
                "sums-10", List.of("a=1"), "sums-20", List.of("a=6"), "sums-30", List.of("a=8")));
  }

  @Test
  void recordOnAnEdgeOfSlidingWindowsBelongsToThoseThatBeginThereAndNotToThoseThatEnd() {
    assertThat(outcome(sums(sliding(10, 5), Duration.ZERO), new Event("a", 10, 1)))
        .isEqualTo(Map.of("sums-15", List.of("a=1"), "sums-20", List.of("a=1")));
  }

  @Test
  void windowsBefore1970AreCutOnTheSameGrid() {
    assertThat(
            outcome(
                sums(tumbling(10), Duration.ofDays(1)),
                new Event("a", -1, 1),
                new Event("a", -10, 2),
                new Event("a", -11, 4),
                new Event("a", 0, 8)))
        .isEqualTo(
            Map.of(
                "sums--10", List.of("a=4"), "sums-0", List.of("a=3"), "sums-10", List.of("a=8")));
  }

  @Test
  void slidingWindowsReachAcross1970() {
    assertThat(outcome(sums(sliding(10, 5), Duration.ZERO), new Event("a", -3, 1)))
        .isEqualTo(Map.of("sums-0", List.of("a=1"), "sums-5", List.of("a=1")));
  }

  @Test
  void offsetShiftsEveryWindow() {
    for (long offset : new long[] {3, 13, -7, -17}) {
      assertThat(
              outcome(
                  sums(tumbling(10).withOffset(Duration.ofMillis(offset)), Duration.ZERO),
                  new Event("a", 2, 1),
                  new Event("a", 3, 2),
                  new Event("a", 12, 4),
                  new Event("a", 13, 8)))
          .as("offset %s", offset)
          .isEqualTo(
              Map.of(
                  "sums-3", List.of("a=1"), "sums-13", List.of("a=6"), "sums-23", List.of("a=8")));
    }
  }

  @Test
  void slideNeedNotDivideTheSize() {
    assertThat(
            outcome(sums(sliding(6, 4), Duration.ZERO), new Event("a", 3, 1), new Event("a", 5, 2)))
        .isEqualTo(Map.of("sums-6", List.of("a=3"), "sums-10", List.of("a=2")));
  }

  @Test
  void recordBetweenTwoWindowsCountsForNoneAndIsNotLate() {
    assertThat(
            outcome(
                sums(sliding(4, 10), Duration.ZERO),
                new Event("a", 3, 1),
                new Event("a", 4, 2),
                new Event("a", 9, 4)))
        .isEqualTo(Map.of("sums-4", List.of("a=1")));
  }

  @Test
  void recordBetweenTwoWindowsIsNotLateEvenIfItsClockIsWrong() {
    long farAhead = Duration.ofDays(365).toMillis() + 5;

    assertThat(
            outcome(
                sums(sliding(4, 10), Duration.ZERO),
                new Event("a", 3, 1),
                new Event("a", farAhead, 2)))
        .isEqualTo(Map.of("sums-4", List.of("a=1")));
  }

  @Test
  void windowInArrivalTimeClosesByTheClockThoughNothingArrives() {
    StreamHarness run =
        start(
            stream ->
                pairs(events(stream))
                    .reduceByKeyAndWindow(Long::sum, tumbling(10_000))
                    .saveAsTextFiles("sums"));
    send(run, 3_000, new Event("a", 0, 1));
    send(run, 9_999, new Event("a", 0, 2));
    send(run, 10_000, new Event("a", 0, 4));

    run.advanceTo(at(10_600));
    assertThat(lines(run)).isEqualTo(Map.of("sums-10000", List.of("(a,3)")));
    run.advanceTo(at(19_500));
    assertThat(lines(run)).hasSize(1);
    run.advanceTo(at(20_500));
    assertThat(lines(run))
        .isEqualTo(Map.of("sums-10000", List.of("(a,3)"), "sums-20000", List.of("(a,4)")));
  }

  @Test
  void mapWithWindowSeesTheWindowItsResultBelongsTo() {
    assertThat(
            outcome(
                stream ->
                    timedPairs(stream)
                        .reduceByKeyAndWindow(Long::sum, tumbling(60_000))
                        .filter(pair -> pair.value() > 0)
                        .mapWithWindow((window, key, sum) -> window + " " + key + " " + sum)
                        .saveAsTextFiles("sums"),
                new Event("a", 60_000, 1)))
        .isEqualTo(
            Map.of("sums-120000", List.of("[1970-01-01T00:01:00Z, 1970-01-01T00:02:00Z) a 1")));
  }
}
