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
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Watermarks, lateness and revisions; batches are of one second. */
class EventTimeTest {
  private static final Duration TWO = Duration.ofMillis(2);

  @Test
  void windowClosesWithTheBatchWhoseWatermarkReachesItsEnd() {
    StreamHarness run = start(sums(tumbling(10), TWO));
    send(run, 100, new Event("a", 3, 1));
    send(run, 1_100, new Event("a", 11, 2)); // watermark 9
    run.advanceTo(at(2_500));
    assertThat(lines(run)).isEmpty();

    send(run, 3_100, new Event("b", 12, 4)); // watermark 10
    run.advanceTo(at(4_500));
    assertThat(lines(run)).isEqualTo(Map.of("sums-10", List.of("a=1")));
  }

  @Test
  void recordIsJudgedByTheWatermarkBeforeItsBatch() {
    StreamHarness run = start(sums(tumbling(10), Duration.ZERO));
    send(run, 100, new Event("a", 50, 1));
    send(run, 200, new Event("a", 3, 2)); // same batch: in time though far behind
    send(run, 1_100, new Event("a", 4, 4)); // the watermark is 50
    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "sums-10",
                List.of("a=2"),
                "sums-60",
                List.of("a=1"),
                "late/sums-2000.csv",
                List.of(
                    "1970-01-01T00:00:00Z,1970-01-01T00:00:00.010Z,1970-01-01T00:00:00.004Z,late,a,4")));
  }

  @Test
  void appThatDropsLateValuesCountsThemAndWritesNoRow() {
    StreamApp sums = sums(tumbling(10), Duration.ZERO);
    StreamHarness run =
        start(
            stream -> {
              stream.dropLate();
              sums.define(stream);
            });
    send(run, 100, new Event("a", 50, 1));
    send(run, 1_100, new Event("a", 4, 4)); // the watermark is 50
    run.finish();

    assertThat(lines(run)).isEqualTo(Map.of("sums-60", List.of("a=1")));
    assertThat(run.counters()).containsEntry("late", 1L);
  }

  @Test
  void lateRecordCountsForThoseOfItsWindowsThatAreOpen() {
    StreamHarness run = start(sums(sliding(10, 5), Duration.ZERO));
    send(run, 100, new Event("a", 10, 1));
    send(run, 1_100, new Event("a", 7, 2)); // [0, 10) is closed, [5, 15) is not
    run.finish();

    assertThat(lines(run)).isEqualTo(Map.of("sums-15", List.of("a=3"), "sums-20", List.of("a=1")));
  }

  @Test
  void windowWithLatenessIsPublishedAgainWithTheKeysThatChanged() {
    StreamHarness run =
        start(sums(tumbling(10).withLateness(Duration.ofMillis(20)), Duration.ZERO));
    send(run, 100, new Event("a", 1, 1));
    send(run, 200, new Event("b", 2, 2));
    send(run, 1_100, new Event("z", 29, 0)); // closes [0, 10)
    send(run, 2_100, new Event("a", 3, 4)); // revises it: the watermark is 29, less than 10 + 20
    send(run, 3_100, new Event("z", 30, 0));
    send(run, 4_100, new Event("b", 3, 8)); // too late for anything
    run.finish();

    assertThat(lines(run))
        .containsEntry("sums-10", List.of("a=1", "b=2"))
        .containsEntry("sums-10-r3000", List.of("a=5"))
        .containsEntry(
            "late/sums-5000.csv",
            List.of(
                "1970-01-01T00:00:00Z,1970-01-01T00:00:00.010Z,1970-01-01T00:00:00.003Z,late,b,8"))
        .containsEntry("sums-30", List.of("z=0"))
        .containsEntry("sums-40", List.of("z=0"))
        .hasSize(5);
  }

  @Test
  void recordAheadOfItsArrivalByMoreThanTheLimitIsLateAndMovesNoWatermark() {
    StreamApp app =
        stream ->
            pairs(events(stream).withEventTime(Event::time, Duration.ZERO, Duration.ofMillis(100)))
                .named("sums")
                .reduceByKeyAndWindow(Long::sum, tumbling(10))
                .saveAsTextFiles("sums");
    StreamHarness run = start(app);
    send(run, 500, new Event("a", 600, 1)); // exactly the limit
    send(run, 510, new Event("a", 611, 2)); // a millisecond more
    send(run, 1_100, new Event("a", 601, 4)); // not late: the watermark is 600
    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "sums-610",
                List.of("(a,5)"),
                "late/sums-1000.csv",
                List.of(
                    "1970-01-01T00:00:00.610Z,1970-01-01T00:00:00.620Z,1970-01-01T00:00:00.611Z,"
                        + "far ahead,a,2")));
  }

  @Test
  void eventTimesOutsideOfTheCalendarAreDeadLetters() {
    Map<String, List<String>> lines =
        outcome(
            sums(tumbling(10), Duration.ZERO),
            new Event("a", Long.MIN_VALUE, 1),
            new Event("a", Long.MAX_VALUE, 2),
            new Event("a", Instant.parse("0001-01-01T00:00:00Z").toEpochMilli() - 1, 4),
            new Event("a", 5, 8));

    assertThat(lines).containsOnlyKeys("dead-letter/events-1000.csv", "sums-10");
    assertThat(lines.get("sums-10")).containsExactly("a=8");
    assertThat(lines.get("dead-letter/events-1000.csv"))
        .hasSize(3)
        .allMatch(line -> line.contains("is not in the years 1 to 9999"));
  }

  @Test
  void unionOfTwoStreamsGoesByTheSlowerWatermark() {
    StreamApp app =
        stream ->
            pairs(
                    stream
                        .kinesis("left", Decoder.utf8())
                        .map(Event::parse)
                        .withEventTime(Event::time, Duration.ZERO)
                        .union(
                            stream
                                .kinesis("right", Decoder.utf8())
                                .map(Event::parse)
                                .withEventTime(Event::time, Duration.ofMillis(5))))
                .named("sums")
                .reduceByKeyAndWindow(Long::sum, tumbling(10))
                .saveAsTextFiles("sums");
    StreamHarness run = start(app);
    run.send("left", at(100), "a", "a,3,1");
    run.send("left", at(100), "a", "a,100,2");
    run.advanceTo(at(1_500));
    assertThat(lines(run)).isEmpty(); // nothing is known of the right stream

    run.send("right", at(2_100), "a", "a,14,4"); // its watermark is 9
    run.advanceTo(at(3_500));
    assertThat(lines(run)).isEmpty();

    run.send("right", at(4_100), "a", "a,15,8"); // 10
    run.advanceTo(at(5_500));
    assertThat(lines(run)).isEqualTo(Map.of("sums-10", List.of("(a,1)")));
    run.finish();
    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "sums-10", List.of("(a,1)"),
                "sums-20", List.of("(a,12)"),
                "sums-110", List.of("(a,2)")));
  }

  @Test
  void twoDeclarationsOnOneStreamHaveTheirOwnWatermarks() {
    StreamApp app =
        stream -> {
          for (long patience : new long[] {0, 1000}) {
            pairs(events(stream).withEventTime(Event::time, Duration.ofMillis(patience)))
                .reduceByKeyAndWindow(Long::sum, tumbling(10))
                .saveAsTextFiles("after-" + patience);
          }
        };
    StreamHarness run = start(app);
    send(run, 100, new Event("a", 15, 1));
    send(run, 1_100, new Event("a", 3, 2));
    run.finish();

    assertThat(lines(run))
        .containsEntry("after-0-20", List.of("(a,1)"))
        .containsEntry("after-1000-20", List.of("(a,1)"))
        .containsEntry("after-1000-10", List.of("(a,2)"))
        .containsKey("late/aggregate-1-2000.csv")
        .hasSize(4);
  }
}
