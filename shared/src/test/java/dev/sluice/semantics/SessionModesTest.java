package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.timedPairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of sessions with output modes and early results. */
class SessionModesTest {
  private static final SessionWindows<Object> GAP = SessionWindows.withGap(Duration.ofSeconds(5));

  private static StreamApp app(
      Function<PairDStream<String, Long>, PairDStream<String, Long>> operator) {
    return app(Duration.ZERO, operator);
  }

  private static StreamApp app(
      Duration outOfOrderness,
      Function<PairDStream<String, Long>, PairDStream<String, Long>> operator) {
    return stream ->
        operator
            .apply(
                Runs.pairs(Runs.events(stream).withEventTime(Event::time, outOfOrderness))
                    .named("sessions"))
            .mapWithWindow((w, key, of) -> w.startMillis() + "-" + w.endMillis() + " " + key + of)
            .saveAsTextFiles("out");
  }

  private static StreamHarness early(SessionWindows<Object> sessions, EarlyResults early) {
    return Runs.start(app(pairs -> pairs.reduceByKeyAndWindow(Long::sum, sessions, early)));
  }

  private static StreamHarness complete() {
    return Runs.start(
        app(pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP, OutputMode.COMPLETE)));
  }

  private static Event a(long timeMillis, long value) {
    return new Event("a", timeMillis, value);
  }

  private static void batch(StreamHarness run, long stampMillis, Event... events) {
    for (Event each : events) {
      Runs.send(run, stampMillis, each);
      run.advance(Duration.ZERO);
    }
    run.advanceTo(at(stampMillis + 1_000));
    run.restart();
  }

  @Test
  void sessionsThatChangedAreGivenAtTheNextMultipleWithTheirBoundsByThen() {
    StreamHarness run = early(GAP, EarlyResults.every(Duration.ofSeconds(10)));
    batch(run, 61_100, a(0, 1), new Event("b", 3_000, 5));
    batch(run, 62_100, a(4_000, 2));
    run.advanceTo(at(85_000));
    batch(run, 85_100, a(6_000, 4));
    batch(run, 86_100, a(20_000, 9));
    run.advanceTo(at(150_000));

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-9000-e70000", List.of("0-9000 a3"),
                "out-8000-e70000", List.of("3000-8000 b5"),
                "out-11000", List.of("0-11000 a7"),
                "out-8000", List.of("3000-8000 b5"),
                "out-25000-e90000", List.of("20000-25000 a9")));
    run.finish();
    assertThat(lines(run)).hasSize(6).containsEntry("out-25000", List.of("20000-25000 a9"));
  }

  @Test
  void sessionsOfArrivalTimeGiveEarlyResultsToo() {
    StreamHarness run =
        Runs.start(
            stream ->
                Runs.pairs(Runs.events(stream))
                    .reduceByKeyAndWindow(Long::sum, GAP, EarlyResults.every(Duration.ofSeconds(3)))
                    .saveAsTextFiles("out"));
    batch(run, 61_100, a(0, 1));
    batch(run, 64_100, a(0, 2));
    run.advanceTo(at(80_000));

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-66100-e63000", List.of("(a,1)"),
                "out-69100-e66000", List.of("(a,3)"),
                "out-69100", List.of("(a,3)")));
  }

  @Test
  void sessionIsGivenInTheBatchInWhichItsValuesReachOrPassAMultiple() {
    StreamHarness run = early(GAP, EarlyResults.everyRecords(2));
    batch(run, 61_100, a(0, 1));
    batch(run, 62_100, a(3_000, 2));
    batch(run, 63_100, a(4_000, 4));
    batch(run, 64_100, a(7_000, 8), a(30_000, 1));

    assertThat(lines(run))
        .isEqualTo(
            Map.of("out-8000-e63000", List.of("0-8000 a3"), "out-12000", List.of("0-12000 a15")));
  }

  @Test
  void sessionsThatBecomeOneAddTheirRests() {
    EarlyResults early = EarlyResults.everyRecords(3);
    StreamHarness run =
        Runs.start(
            app(
                Duration.ofSeconds(20),
                pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP, early)));
    batch(run, 61_100, a(0, 1), a(0, 2), a(8_000, 4), new Event("b", 1_000, 1));
    assertThat(lines(run)).isEmpty();
    batch(run, 62_100, a(4_000, 8));
    batch(run, 63_100, new Event("b", 2_000, 1), a(8_000, 16));
    batch(run, 64_100, a(8_000, 32));

    assertThat(lines(run))
        .containsEntry("out-13000-e63000", List.of("0-13000 a15"))
        .containsEntry("out-13000-e65000", List.of("0-13000 a63"))
        .hasSize(2);
  }

  @Test
  void lateValuesOfClosedSessionsReviseThemAndGiveNothingEarly() {
    for (EarlyResults early :
        List.of(EarlyResults.everyRecords(1), EarlyResults.every(Duration.ofSeconds(1)))) {
      StreamHarness run = early(GAP.withLateness(Duration.ofSeconds(10)), early);
      batch(run, 61_100, a(0, 1), new Event("b", 10_000, 1));
      batch(run, 62_100, a(1_000, 2));

      assertThat(lines(run))
          .isEqualTo(
              Map.of(
                  "out-5000", List.of("0-5000 a1"),
                  "out-15000-e62000", List.of("10000-15000 b1"),
                  "out-6000-r63000", List.of("0-6000 a3")));
    }
  }

  @Test
  void completeGivesAllSessionsInEachBatchWithRecordsAndTakesInWhateverComes() {
    StreamHarness run = complete();
    batch(run, 61_100, a(0, 1), a(8_000, 2), new Event("b", 60_000, 5));
    batch(run, 62_100, a(4_000, 4));
    batch(run, 63_100);
    batch(run, 64_100, new Event("b", 3_000, 6), new Event("c", 90_000_000, 1));
    run.finish();

    assertThat(lines(run))
        .containsOnlyKeys("out-62000", "out-63000", "out-65000", "late/sessions-65000.csv")
        .containsEntry("out-62000", List.of("0-5000 a1", "60000-65000 b5", "8000-13000 a2"))
        .containsEntry("out-63000", List.of("0-13000 a7", "60000-65000 b5"))
        .containsEntry("out-65000", List.of("0-13000 a7", "3000-8000 b6", "60000-65000 b5"));
  }

  @Test
  void appendIsWhatSessionsGiveWithoutAMode() {
    UnaryOperator<StreamHarness> run =
        harness -> {
          batch(harness, 61_100, a(0, 1), a(3_000, 2), a(30_000, 1));
          return harness;
        };
    StreamHarness append =
        Runs.start(app(pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP, OutputMode.APPEND)));
    StreamHarness none = Runs.start(app(pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP)));

    assertThat(lines(run.apply(append)))
        .isEqualTo(lines(run.apply(none)))
        .isEqualTo(Map.of("out-8000", List.of("0-8000 a3")));
  }

  @Test
  void updateIsRefusedAsNothingSaysWhichResultANewOneReplaces() {
    assertThatThrownBy(
            () ->
                Runs.start(
                    app(pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP, OutputMode.UPDATE))))
        .hasMessageContaining("SLUICE-P42 sessions: gives sessions in mode UPDATE")
        .hasMessageContaining("EarlyResults");
  }

  @Test
  void impossibleEarlyResultsAreRefusedAndNoneCanBeAggregated() {
    for (EarlyResults wrong :
        List.of(EarlyResults.everyRecords(0), EarlyResults.every(Duration.ZERO))) {
      assertThatThrownBy(() -> early(GAP, wrong)).hasMessageContaining("SLUICE-P35 sessions: ");
    }
    for (Function<PairDStream<String, Long>, PairDStream<String, Long>> operator :
        List.<Function<PairDStream<String, Long>, PairDStream<String, Long>>>of(
            pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP, OutputMode.COMPLETE),
            pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP, EarlyResults.everyRecords(2)))) {
      assertThatThrownBy(
              () -> Runs.start(stream -> operator.apply(timedPairs(stream)).count().print()))
          .hasMessageContaining("SLUICE-P19 aggregate-1: ");
    }
  }

  @Test
  void otherModesAreOtherApps() {
    Set<String> digests = new HashSet<>();
    digests.add(digest(pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP)));
    digests.add(digest(pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP, OutputMode.COMPLETE)));
    for (long n : List.of(2L, 3L)) {
      digests.add(
          digest(
              pairs -> pairs.reduceByKeyAndWindow(Long::sum, GAP, EarlyResults.everyRecords(n))));
      digests.add(
          digest(
              pairs ->
                  pairs.reduceByKeyAndWindow(
                      Long::sum, GAP, EarlyResults.every(Duration.ofSeconds(n)))));
    }
    assertThat(digests).hasSize(6);
  }

  private static String digest(
      Function<PairDStream<String, Long>, PairDStream<String, Long>> operator) {
    return Plan.of(app(operator), Map.of()).digest();
  }
}
