package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.timedPairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of sessions. */
class SessionWindowsTest {
  private static final SessionWindows<Object> FIVE = SessionWindows.withGap(Duration.ofMillis(5));

  private static StreamApp app(SessionWindows<? super Long> sessions) {
    return stream ->
        timedPairs(stream)
            .named("sessions")
            .groupByKeyAndWindow(sessions)
            .mapWithWindow((w, key, of) -> w.startMillis() + "-" + w.endMillis() + " " + key + of)
            .saveAsTextFiles("rows");
  }

  /** Sends each batch of (time, value) under one key and ends the input. */
  private static SortedMap<String, List<String>> run(StreamApp app, long[][]... batches) {
    StreamHarness run = start(app);
    long stamp = 1_000_000;
    for (long[][] batch : batches) {
      for (long[] each : batch) {
        send(run, stamp, new Event("a", each[0], each[1]));
      }
      stamp += 1000;
      run.advanceTo(at(stamp + 10));
      run.restart();
    }
    run.finish();
    return lines(run);
  }

  @Test
  void sessionEndsAGapBehindItsLastValue() {
    assertThat(run(app(FIVE), new long[][] {{0, 1}, {3, 2}, {11, 3}, {13, 4}}))
        .isEqualTo(Map.of("rows-8", List.of("0-8 a[1, 2]"), "rows-18", List.of("11-18 a[3, 4]")));
  }

  @Test
  void valueAtTheEndOfASessionGoesOnWithIt() {
    assertThat(run(app(FIVE), new long[][] {{0, 1}, {5, 2}}))
        .isEqualTo(Map.of("rows-10", List.of("0-10 a[1, 2]")));
    assertThat(run(app(FIVE), new long[][] {{0, 1}, {6, 2}}))
        .isEqualTo(Map.of("rows-5", List.of("0-5 a[1]"), "rows-11", List.of("6-11 a[2]")));
    assertThat(run(app(FIVE), new long[][] {{5, 1}, {0, 2}}))
        .isEqualTo(Map.of("rows-10", List.of("0-10 a[1, 2]")));
  }

  @Test
  void valueThatOnlyTouchesTwoSessionsMakesOneOfThem() {
    assertThat(run(app(FIVE), new long[][] {{0, 1}, {10, 2}, {5, 3}}))
        .isEqualTo(Map.of("rows-15", List.of("0-15 a[1, 2, 3]")));
  }

  @Test
  void valueAtTheEndOfAClosedSessionBeginsAnotherOne() {
    assertThat(run(app(FIVE), new long[][] {{0, 1}}, new long[][] {{5, 2}}))
        .as("the session is open before the batch of the value")
        .isEqualTo(Map.of("rows-10", List.of("0-10 a[1, 2]")));
    StreamHarness run = start(app(FIVE));
    send(run, 1_000_000, new Event("a", 0, 1));
    send(run, 1_000_000, new Event("b", 5, 1));
    send(run, 1_001_000, new Event("a", 5, 2));
    run.finish();
    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "rows-5", List.of("0-5 a[1]"),
                "rows-10", List.of("5-10 a[2]", "5-10 b[1]")));
  }

  @Test
  void valueBetweenTwoSessionsMakesOneOfThemInTheOrderOfTime() {
    assertThat(run(app(FIVE), new long[][] {{11, 1}, {13, 2}, {3, 3}, {7, 4}}))
        .isEqualTo(Map.of("rows-18", List.of("3-18 a[3, 1, 2, 4]")));
    assertThat(run(app(FIVE), new long[][] {{11, 1}, {3, 3}, {5, 4}}))
        .isEqualTo(Map.of("rows-10", List.of("3-10 a[3, 4]"), "rows-16", List.of("11-16 a[1]")));
  }

  @Test
  void negativeTimesHaveSessionsLikeAnyOther() {
    assertThat(run(app(FIVE), new long[][] {{-7, 1}, {-3, 2}, {1, 3}, {7, 4}}))
        .isEqualTo(Map.of("rows-6", List.of("-7-6 a[1, 2, 3]"), "rows-12", List.of("7-12 a[4]")));
  }

  @Test
  void valueIsLateOnceTheWatermarkHasReachedItsOwnEndThoughASessionIsOpenThere() {
    SortedMap<String, List<String>> found =
        run(app(FIVE), new long[][] {{10, 1}, {14, 2}}, new long[][] {{9, 3}, {10, 4}});

    assertThat(found.get("rows-19")).containsExactly("10-19 a[1, 2, 4]");
    assertThat(found.get("late/sessions-1002000.csv"))
        .containsExactly(
            "1970-01-01T00:00:00.009Z,1970-01-01T00:00:00.014Z,1970-01-01T00:00:00.009Z,late,a,3");
  }

  @Test
  void sessionIsPublishedInTheBatchWhoseWatermarkReachesItsEnd() {
    StreamHarness run = start(app(FIVE));
    send(run, 100, new Event("a", 0, 1));
    send(run, 100, new Event("b", 4, 1));
    run.advanceTo(at(1500));
    assertThat(run.directories()).isEmpty();

    send(run, 1600, new Event("b", 5, 1));
    run.advanceTo(at(2500));
    assertThat(run.directories()).containsExactly("rows-5");
  }

  @Test
  void eachValueMayBringItsGap() {
    SessionWindows<Long> byValue = SessionWindows.withGap(Duration::ofMillis);

    assertThat(run(app(byValue), new long[][] {{0, 20}, {5, 1}, {21, 3}, {22, 1}}))
        .isEqualTo(
            Map.of("rows-20", List.of("0-20 a[20, 1]"), "rows-24", List.of("21-24 a[3, 1]")));
  }

  @Test
  void valueWithAnImpossibleGapBecomesADeadLetterAlone() {
    SessionWindows<Long> byValue = SessionWindows.withGap(Duration::ofMillis);

    SortedMap<String, List<String>> found =
        run(app(byValue), new long[][] {{0, 5}, {1, 0}, {2, -1}, {3, 5}});

    assertThat(found.get("rows-8")).containsExactly("0-8 a[5, 5]");
    assertThat(found.get("dead-letter/sessions-1001000.csv"))
        .hasSize(2)
        .allMatch(row -> row.contains("SLUICE-S07"));
  }

  @Test
  void lateValueOfAClosedSessionRevisesIt() {
    SortedMap<String, List<String>> found =
        run(
            app(FIVE.withLateness(Duration.ofMillis(10))),
            new long[][] {{0, 1}, {9, 2}},
            new long[][] {{1, 3}, {2, 4}},
            new long[][] {{20, 5}},
            new long[][] {{5, 6}, {6, 7}});

    found.remove("late/sessions-1004000.csv");
    assertThat(found)
        .isEqualTo(
            Map.of(
                "rows-5", List.of("0-5 a[1]"),
                "rows-7-r1002000", List.of("0-7 a[1, 3, 4]"),
                "rows-14", List.of("9-14 a[2]"),
                "rows-14-r1004000", List.of("6-14 a[2, 7]"),
                "rows-25", List.of("20-25 a[5]")));
  }

  @Test
  void lateValueThatLeadsOnIntoOpenTimeMakesOneOpenSession() {
    SortedMap<String, List<String>> found =
        run(
            app(FIVE.withLateness(Duration.ofMillis(10))),
            new long[][] {{0, 1}, {7, 2}},
            new long[][] {{4, 3}},
            new long[][] {{30, 4}});

    assertThat(found)
        .isEqualTo(
            Map.of(
                "rows-5", List.of("0-5 a[1]"),
                "rows-12", List.of("0-12 a[1, 2, 3]"),
                "rows-35", List.of("30-35 a[4]")));
  }

  @Test
  void withoutEventTimeSessionsAreThoseOfArrival() {
    StreamHarness run =
        start(
            stream ->
                pairs(events(stream))
                    .reduceByKeyAndWindow(Long::sum, SessionWindows.withGap(Duration.ofMillis(700)))
                    .saveAsTextFiles("sums"));
    send(run, 900, new Event("a", 0, 1));
    send(run, 1500, new Event("a", 0, 2));
    send(run, 2201, new Event("a", 0, 4));
    run.advanceTo(at(5500));

    assertThat(lines(run))
        .isEqualTo(Map.of("sums-2200", List.of("(a,3)"), "sums-2901", List.of("(a,4)")));
  }

  @Test
  void resultThatIsRefusedBehindIsADeadLetterAlone() {
    StreamHarness run =
        start(
            stream ->
                timedPairs(stream)
                    .named("sessions")
                    .reduceByKeyAndWindow(Long::sum, FIVE)
                    .map(pair -> 10 / pair.value())
                    .saveAsTextFiles("rows"));
    send(run, 100, new Event("a", 0, 1));
    send(run, 100, new Event("a", 10, 0));
    send(run, 100, new Event("a", 20, 2));
    run.finish();

    SortedMap<String, List<String>> found = new TreeMap<>(lines(run));
    assertThat(found.remove("dead-letter/sessions-1000.csv"))
        .singleElement()
        .asString()
        .contains("(a,0)");
    assertThat(found).isEqualTo(Map.of("rows-5", List.of("10"), "rows-25", List.of("5")));
  }

  @Test
  void impossibleSessionsAreRefused() {
    assertThatThrownBy(() -> SessionWindows.withGap(Duration.ZERO)).hasMessageContaining("gap");
    assertThatThrownBy(() -> SessionWindows.withGap(Duration.ofNanos(1_000_001)))
        .hasMessageContaining("whole milliseconds");
    assertThatThrownBy(() -> FIVE.withLateness(Duration.ofMillis(-1)))
        .hasMessageContaining("lateness");
    SessionWindows<Object> patient = FIVE.withLateness(Duration.ofMillis(1));
    assertThatThrownBy(
            () ->
                Plan.of(
                    stream ->
                        pairs(events(stream))
                            .reduceByKeyAndWindow(Long::sum, patient)
                            .saveAsTextFiles("sums"),
                    Map.of()))
        .hasMessageContaining("SLUICE-P18");
    assertThatThrownBy(
            () ->
                Plan.of(
                    stream ->
                        timedPairs(stream)
                            .reduceByKeyAndWindow(Long::sum, patient)
                            .reduceByKey(Long::sum)
                            .saveAsTextFiles("sums"),
                    Map.of()))
        .hasMessageContaining("SLUICE-P19");
  }

  @Test
  void anotherGapIsAnotherApp() {
    String five = Plan.of(app(FIVE), Map.of()).digest();

    assertThat(Plan.of(app(SessionWindows.withGap(Duration.ofMillis(6))), Map.of()).digest())
        .isNotEqualTo(five);
    assertThat(Plan.of(app(FIVE.withLateness(Duration.ofMillis(1))), Map.of()).digest())
        .isNotEqualTo(five);
  }
}
