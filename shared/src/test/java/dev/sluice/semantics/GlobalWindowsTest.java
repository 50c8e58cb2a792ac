package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.timed;
import static dev.sluice.semantics.Runs.timedPairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.GlobalWindows;
import dev.sluice.api.PairDStream;
import dev.sluice.api.WindowTrigger;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of windows that never end. */
class GlobalWindowsTest {
  private static final Duration TEN = Duration.ofSeconds(10);

  private static StreamHarness app(
      Function<PairDStream<String, Long>, ? extends DStream<?>> operator) {
    return Runs.start(
        stream ->
            operator.apply(Runs.pairs(Runs.events(stream)).named("global")).saveAsTextFiles("out"));
  }

  private static StreamHarness timed(
      Function<PairDStream<String, Long>, ? extends DStream<?>> operator) {
    return Runs.start(
        stream -> operator.apply(timedPairs(stream).named("global")).saveAsTextFiles("out"));
  }

  private static void batch(StreamHarness run, long stampMillis, Event... events) {
    for (Event each : events) {
      Runs.send(run, stampMillis, each);
      run.advance(Duration.ZERO);
    }
    run.advanceTo(at(stampMillis + 1_000));
    run.restart();
  }

  private static Event a(long value) {
    return new Event("a", 0, value);
  }

  private static SortedMap<String, List<String>> sevenValues(GlobalWindows windows) {
    StreamHarness run = app(pairs -> pairs.groupByKeyAndWindow(windows));
    batch(run, 61_100, a(1), a(2), new Event("b", 0, 9));
    batch(run, 62_100, a(3), a(4), a(5), a(6));
    batch(run, 63_100, a(7));
    run.finish();
    return lines(run);
  }

  @Test
  void countWindowsHaveExactlySoManyValuesInTheOrderOfArrival() {
    assertThat(sevenValues(GlobalWindows.count(3)))
        .isEqualTo(Map.of("out-63000", List.of("(a,[1, 2, 3])", "(a,[4, 5, 6])")));
    assertThat(sevenValues(GlobalWindows.count(7)))
        .isEqualTo(Map.of("out-64000", List.of("(a,[1, 2, 3, 4, 5, 6, 7])")));
    assertThat(sevenValues(GlobalWindows.count(1)).get("out-62000"))
        .containsExactly("(a,[1])", "(a,[2])", "(b,[9])");
  }

  @Test
  void windowThatIsNotPurgedGivesAllValuesAtEachMultiple() {
    assertThat(sevenValues(GlobalWindows.withTrigger(WindowTrigger.everyRecords(3))))
        .isEqualTo(Map.of("out-63000", List.of("(a,[1, 2, 3, 4, 5, 6])", "(a,[1, 2, 3])")));
  }

  @Test
  void slidingCountWindowsHaveTheLastValuesAndAreSmallerAtFirst() {
    assertThat(sevenValues(GlobalWindows.count(3, 2)))
        .isEqualTo(
            Map.of(
                "out-62000", List.of("(a,[1, 2])"),
                "out-63000", List.of("(a,[2, 3, 4])", "(a,[4, 5, 6])")));
    assertThat(sevenValues(GlobalWindows.count(4, 2)).get("out-63000"))
        .containsExactly("(a,[1, 2, 3, 4])", "(a,[3, 4, 5, 6])");
    assertThat(sevenValues(GlobalWindows.count(2, 3)))
        .isEqualTo(Map.of("out-63000", List.of("(a,[2, 3])", "(a,[5, 6])")));
  }

  @Test
  void triggerByArrivalTimeGivesKeysWithNewValuesAtEachMultiple() {
    for (boolean purges : List.of(false, true)) {
      WindowTrigger trigger = WindowTrigger.every(TEN);
      GlobalWindows windows = GlobalWindows.withTrigger(purges ? trigger.purging() : trigger);
      StreamHarness run = app(pairs -> pairs.reduceByKeyAndWindow(Long::sum, windows));
      batch(run, 61_100, a(1), new Event("b", 0, 5));
      batch(run, 67_100, a(2));
      run.advanceTo(at(95_000));
      batch(run, 112_100, a(4));
      run.advanceTo(at(150_000));
      assertThat(lines(run))
          .isEqualTo(
              Map.of(
                  "out-70000", List.of("(a,3)", "(b,5)"),
                  "out-120000", List.of(purges ? "(a,4)" : "(a,7)")));

      batch(run, 152_100, a(8));
      run.finish();
      assertThat(lines(run)).hasSize(3);
      assertThat(lines(run).values()).contains(List.of(purges ? "(a,8)" : "(a,15)"));
    }
  }

  @Test
  void batchThatEndsWithAMultipleGivesWhatItBrings() {
    StreamHarness run =
        app(
            pairs ->
                pairs.reduceByKeyAndWindow(
                    Long::sum, GlobalWindows.withTrigger(WindowTrigger.every(TEN))));
    batch(run, 69_100, a(1));
    batch(run, 70_000, a(2));
    run.advanceTo(at(90_000));

    assertThat(lines(run))
        .isEqualTo(Map.of("out-70000", List.of("(a,1)"), "out-80000", List.of("(a,3)")));
  }

  @Test
  void triggerByArrivalTimeTakesValuesOfAnyEventTime() {
    StreamHarness run =
        timed(
            pairs ->
                pairs.reduceByKeyAndWindow(
                    Long::sum, GlobalWindows.withTrigger(WindowTrigger.every(TEN))));
    batch(run, 61_100, new Event("a", 60_000, 1), new Event("a", 90_000_000, 2));
    batch(run, 62_100, new Event("a", 1_000, 4));
    run.advanceTo(at(90_000));

    assertThat(lines(run)).isEqualTo(Map.of("out-70000", List.of("(a,7)")));
  }

  @Test
  void triggerByEventTimeWaitsForTheMultipleBehindTheOldestValue() {
    StreamHarness run =
        timed(
            pairs ->
                pairs.reduceByKeyAndWindow(
                    Long::sum, GlobalWindows.withTrigger(WindowTrigger.everyEventTime(TEN))));
    batch(run, 61_100, new Event("a", 3_000, 1));
    batch(run, 62_100, new Event("a", 8_000, 2));
    batch(run, 63_100, new Event("a", 14_000, 4));
    batch(run, 64_100, new Event("b", 19_999, 1));
    batch(run, 65_100, new Event("a", 1_000, 8));
    batch(run, 66_100, new Event("b", 20_000, 2));
    batch(run, 67_100, new Event("b", 57_000, 4));
    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "out-64000", List.of("(a,7)"),
                "out-67000", List.of("(a,15)", "(b,3)")));
    batch(run, 68_100, new Event("c", 90_000_000, 1));
    batch(run, 69_100, new Event("b", 57_000, 16));
    run.finish();

    SortedMap<String, List<String>> found = lines(run);
    assertThat(found).hasSize(4).containsKey("late/global-69000.csv");
    assertThat(found.values()).contains(List.of("(b,23)"));
  }

  @Test
  void triggerAtTheEndGivesOneResultOfAllValues() {
    StreamHarness run =
        app(
            pairs ->
                pairs.reduceByKeyAndWindow(
                    Long::sum, GlobalWindows.withTrigger(WindowTrigger.atEnd())));
    batch(run, 61_100, a(1), new Event("b", 0, 5));
    batch(run, 62_100, a(2));
    run.advanceTo(at(900_000));
    assertThat(lines(run)).isEmpty();

    run.finish();
    assertThat(lines(run).values()).containsExactly(List.of("(a,3)", "(b,5)"));
  }

  @Test
  void resultsOfCountsCanBePutIntoWindowsByTheTimeOfTheirNewestValue() {
    StreamHarness run =
        timed(
            pairs ->
                pairs
                    .groupByKeyAndWindow(GlobalWindows.count(2))
                    .map(Object::toString)
                    .window(Windows.tumbling(TEN)));
    batch(run, 61_100, new Event("a", 3_000, 1), new Event("a", 12_000, 2));
    batch(run, 62_100, new Event("a", 11_000, 3), new Event("a", 2_000, 4));
    batch(run, 63_100, new Event("b", 14_000, 5));
    batch(run, 64_100, new Event("c", 30_000, 0), new Event("b", 1_000, 6));
    run.finish();

    assertThat(lines(run))
        .isEqualTo(Map.of("out-20000", List.of("(a,[1, 2])", "(a,[3, 4])", "(b,[5, 6])")));
  }

  @Test
  void timeOfAResultIsThatOfItsNewestValueSinceTheOneBefore() {
    StreamHarness run =
        Runs.start(
            stream ->
                Runs.pairs(Runs.events(stream).withEventTime(Event::time, Duration.ofSeconds(20)))
                    .groupByKeyAndWindow(GlobalWindows.count(2, 1))
                    .map(Object::toString)
                    .window(Windows.tumbling(TEN))
                    .saveAsTextFiles("out"));
    batch(run, 61_100, new Event("a", 12_000, 1), new Event("a", 5_000, 2));
    run.finish();

    assertThat(lines(run))
        .isEqualTo(Map.of("out-10000", List.of("(a,[1, 2])"), "out-20000", List.of("(a,[1])")));
  }

  @Test
  void allValuesTogetherHaveWindowsThatNeverEndToo() {
    GlobalWindows byThree = GlobalWindows.count(3);
    GlobalWindows ticks = GlobalWindows.withTrigger(WindowTrigger.every(TEN));
    StreamHarness run =
        Runs.start(
            stream -> {
              DStream<Long> values = Runs.events(stream).map(Event::value);
              values.reduceByWindow(Long::sum, byThree, Codecs.int64()).saveAsTextFiles("sums");
              values.countByWindow(ticks).saveAsTextFiles("counts");
              values.countByValueAndWindow(ticks, Codecs.int64()).saveAsTextFiles("values");
            });
    batch(run, 61_100, a(5), a(7), a(5), a(5));
    batch(run, 71_100, a(7));
    run.advanceTo(at(90_000));

    SortedMap<String, List<String>> found = lines(run);
    assertThat(found).hasSize(5).containsKey("sums-62000");
    assertThat(found.get("counts-70000")).containsExactly("4");
    assertThat(found.get("counts-80000")).containsExactly("5");
    assertThat(found.get("values-70000")).containsExactly("(5,3)", "(7,1)");
    assertThat(found.get("values-80000")).containsExactly("(7,2)");
  }

  @Test
  void valueThatIsRefusedDoesNotCountAndOneWhoseResultIsRefusedDoes() {
    StreamHarness run =
        app(
            pairs ->
                pairs
                    .reduceByKeyAndWindow(
                        (x, y) -> {
                          if (y == 13) {
                            throw new IllegalArgumentException("an unlucky number");
                          }
                          return x + y;
                        },
                        GlobalWindows.count(2))
                    .map(pair -> pair.key() + 100 / pair.value()));
    batch(run, 61_100, a(1), a(13), a(1), a(5), a(-5), a(2));
    batch(run, 62_100, a(2));

    SortedMap<String, List<String>> found = lines(run);
    assertThat(found).hasSize(3);
    assertThat(found.get("out-62000")).containsExactly("a50");
    assertThat(found.get("out-63000")).containsExactly("a25");
    assertThat(found.get("dead-letter/global-62000.csv"))
        .hasSize(2)
        .anyMatch(row -> row.contains("an unlucky number") && row.contains("a,13"))
        .anyMatch(row -> row.contains("ArithmeticException") && row.contains("(a,0)"));
  }

  @Test
  void resultsThatReplaceOthersCannotBeAggregatedAndThoseOfPurgedWindowsCan() {
    for (WindowTrigger trigger :
        List.of(
            WindowTrigger.everyRecords(2),
            WindowTrigger.every(TEN),
            WindowTrigger.everyEventTime(TEN))) {
      assertThatThrownBy(() -> counted(trigger)).hasMessageContaining("SLUICE-P19 aggregate-1: ");
      assertThat(counted(trigger.purging())).isNotEmpty();
    }
  }

  private static String counted(WindowTrigger trigger) {
    return Plan.of(
            stream ->
                timedPairs(stream)
                    .reduceByKeyAndWindow(Long::sum, GlobalWindows.withTrigger(trigger))
                    .count()
                    .print(),
            Map.of())
        .digest();
  }

  @Test
  void impossibleWindowsAreRefused() {
    assertThatThrownBy(
            () -> app(pairs -> pairs.groupByKeyAndWindow(GlobalWindows.withTrigger(null))))
        .hasMessageContaining("SLUICE-P01")
        .hasMessageContaining("would never give a result");
    for (GlobalWindows wrong :
        List.of(
            GlobalWindows.count(0),
            GlobalWindows.count(5, 0),
            GlobalWindows.count(-1, 5),
            GlobalWindows.count(1_001, 1),
            GlobalWindows.withTrigger(WindowTrigger.every(Duration.ZERO)),
            GlobalWindows.withTrigger(WindowTrigger.everyEventTime(Duration.ofNanos(1_500_000))))) {
      assertThatThrownBy(() -> timed(pairs -> pairs.groupByKeyAndWindow(wrong)))
          .hasMessageContaining("SLUICE-P41 global: ");
    }
    assertThatThrownBy(
            () ->
                app(
                    pairs ->
                        pairs.groupByKeyAndWindow(
                            GlobalWindows.withTrigger(WindowTrigger.everyEventTime(TEN)))))
        .hasMessageContaining("SLUICE-P21 global: ");
    assertThat(sevenValues(GlobalWindows.count(1_000, 1))).hasSize(3);
  }

  @Test
  void otherWindowsAreAnotherApp() {
    Set<String> digests = new HashSet<>();
    List<GlobalWindows> all =
        List.of(
            GlobalWindows.count(2),
            GlobalWindows.count(3),
            GlobalWindows.count(3, 2),
            GlobalWindows.withTrigger(WindowTrigger.everyRecords(2)),
            GlobalWindows.withTrigger(WindowTrigger.every(TEN)),
            GlobalWindows.withTrigger(WindowTrigger.every(TEN).purging()),
            GlobalWindows.withTrigger(WindowTrigger.everyEventTime(TEN)),
            GlobalWindows.withTrigger(WindowTrigger.atEnd()));
    for (GlobalWindows windows : all) {
      digests.add(
          Plan.of(stream -> timedPairs(stream).groupByKeyAndWindow(windows).print(), Map.of())
              .digest());
    }
    assertThat(digests).hasSameSizeAs(all);
  }
}
