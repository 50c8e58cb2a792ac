package dev.sluice.semantics;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Windows over batches of a second, as the suites of Spark's DStreams have them. Where those expect
 * an empty batch or a zero for a window without values, there is nothing here.
 */
class BatchWindowCasesTest {
  /** Keys that come and go, and all of them again. */
  private static final String[][] COME_AND_GO = {
    {"a"}, {"a", "b"}, {"a", "b", "c"}, {"a", "b"}, {"a"}, {},
    {"a"}, {"a", "b"}, {"a", "b", "c"}, {"a", "b"}, {"a"}, {}
  };

  private static final String[][] SUMS_OF_TWO = {
    {"(a,1)"},
    {"(a,2)", "(b,1)"},
    {"(a,2)", "(b,2)", "(c,1)"},
    {"(a,2)", "(b,2)", "(c,1)"},
    {"(a,2)", "(b,1)"},
    {"(a,1)"},
    {"(a,1)"},
    {"(a,2)", "(b,1)"},
    {"(a,2)", "(b,2)", "(c,1)"},
    {"(a,2)", "(b,2)", "(c,1)"},
    {"(a,2)", "(b,1)"},
    {"(a,1)"}
  };

  private static Windows seconds(int size, int slide) {
    return Windows.sliding(Duration.ofSeconds(size), Duration.ofSeconds(slide));
  }

  private static void check(Scenario scenario, String[][] input, String[][] expected) {
    for (int i = 0; i < input.length; i++) {
      scenario.batch(input[i]).gives(expected[i]);
    }
  }

  private static final String[][] SIX = {{"k=0"}, {"k=1"}, {"k=2"}, {"k=3"}, {"k=4"}, {"k=5"}};

  private static Scenario values(Windows windows) {
    return Scenario.ofArrivals(pairs -> pairs.map(Pair::value).window(windows));
  }

  @Test
  void slidingWindowHoldsTheBatchesOfItsTime() {
    check(
        values(seconds(2, 1)),
        SIX,
        new String[][] {{"0"}, {"0", "1"}, {"1", "2"}, {"2", "3"}, {"3", "4"}, {"4", "5"}});
  }

  @Test
  void tumblingWindowHoldsEachBatchOnce() {
    check(
        values(seconds(2, 2)),
        SIX,
        new String[][] {{}, {"0", "1"}, {}, {"2", "3"}, {}, {"4", "5"}});
  }

  @Test
  void windowsBeginBeforeTheFirstBatchAndEndBehindTheLast() {
    Scenario scenario = values(seconds(4, 2));
    check(
        scenario,
        SIX,
        new String[][] {
          {}, {"0", "1"}, {}, {"0", "1", "2", "3"}, {}, {"2", "3", "4", "5"},
        });
    scenario.batch().gives().batch().gives("4", "5").batch().batch().gives();
  }

  @Test
  void slideLongerThanTheSizeLeavesBatchesOut() {
    // Those of Spark end at multiples of the slide; here windows begin there, or at an offset.
    check(
        values(seconds(2, 3).withOffset(Duration.ofSeconds(1))),
        SIX,
        new String[][] {{}, {}, {"1", "2"}, {}, {}, {"4", "5"}});
    check(values(seconds(2, 3)), SIX, new String[][] {{}, {"0", "1"}, {}, {}, {"3", "4"}, {}});
  }

  private static Scenario sums(Windows windows) {
    return Scenario.ofArrivals(pairs -> pairs.reduceByKeyAndWindow(Long::sum, windows));
  }

  private static Scenario inverse(Windows windows) {
    return Scenario.ofArrivals(
        pairs -> pairs.reduceByKeyAndWindow(Long::sum, (sum, old) -> sum - old, windows));
  }

  @Test
  void sumsOfKeysThatComeAndGoAreThoseOfTheirWindows() {
    check(sums(seconds(2, 1)), COME_AND_GO, SUMS_OF_TWO);
  }

  @Test
  void keyThatHasLeftTheWindowIsGoneWithAnInverseToo() {
    check(inverse(seconds(2, 1)), COME_AND_GO, SUMS_OF_TWO);
  }

  @Test
  void filterOfWhatIsNotZeroChangesNothing() {
    check(
        Scenario.ofArrivals(
            pairs ->
                pairs.reduceByKeyAndWindow(
                    Long::sum, (sum, old) -> sum - old, seconds(2, 1), p -> p.value() != 0)),
        COME_AND_GO,
        SUMS_OF_TWO);
  }

  @Test
  void filterJudgesEachWindowForItself() {
    Scenario.ofArrivals(
            pairs ->
                pairs.reduceByKeyAndWindow(
                    Long::sum, (sum, old) -> sum - old, seconds(2, 1), p -> p.value() > 1))
        .batch("a=1")
        .gives()
        .batch("a=1")
        .gives("(a,2)")
        .batch()
        .gives()
        .batch("a=5")
        .gives("(a,5)");
  }

  @Test
  void sumThatIsZeroIsAResultLikeAnyOther() {
    check(
        inverse(seconds(2, 1)),
        new String[][] {{"a=3"}, {"a=-3"}, {}, {}},
        new String[][] {{"(a,3)"}, {"(a,0)"}, {"(a,-3)"}, {}});
  }

  @Test
  void largerSlidesSumFourBatchesEveryOther() {
    String[][] input = {{"a=1"}, {"a=2"}, {"a=3"}, {"a=4"}, {"a=5"}, {"a=6"}, {}, {}};
    String[][] expected = {{}, {"(a,3)"}, {}, {"(a,10)"}, {}, {"(a,18)"}, {}, {"(a,11)"}};
    check(sums(seconds(4, 2)), input, expected);
    check(inverse(seconds(4, 2)), input, expected);
  }

  @Test
  void inverseThatIsNoneDoesNoHarm() {
    check(
        Scenario.ofArrivals(
            pairs ->
                pairs.reduceByKeyAndWindow(
                    Long::max,
                    (sum, old) -> {
                      throw new IllegalStateException("never called");
                    },
                    seconds(3, 1))),
        new String[][] {{"a=9"}, {"a=4"}, {"a=7"}, {"a=1"}, {}, {}},
        new String[][] {{"(a,9)"}, {"(a,9)"}, {"(a,9)"}, {"(a,7)"}, {"(a,7)"}, {"(a,1)"}});
  }

  @Test
  void groupsAndCountsGoByWindow() {
    check(
        Scenario.ofArrivals(pairs -> pairs.groupByKeyAndWindow(seconds(2, 1))),
        new String[][] {{"a=1"}, {"a=2", "b=3"}, {}, {}},
        new String[][] {{"(a,[1])"}, {"(a,[1, 2])", "(b,[3])"}, {"(a,[2])", "(b,[3])"}, {}});
    check(
        Scenario.ofArrivals(pairs -> pairs.countByWindow(seconds(2, 1))),
        new String[][] {{"k=1"}, {"k=1"}, {"k=1", "k=2"}, {"k=0"}, {}, {}},
        new String[][] {{"1"}, {"2"}, {"3"}, {"3"}, {"1"}, {}});
    check(
        Scenario.ofArrivals(
            pairs -> pairs.map(Pair::key).countByValueAndWindow(seconds(2, 1), Codecs.string())),
        new String[][] {{"a"}, {"b", "b"}, {"a", "b"}},
        new String[][] {{"(a,1)"}, {"(a,1)", "(b,2)"}, {"(a,1)", "(b,3)"}});
  }

  @Test
  void windowOfAWindowCountsEachOfItsWindows() {
    // At the border 2 s the windows that end at 1 s and 2 s, as a window of windows in Spark has
    // it.
    check(
        Scenario.ofArrivals(
            pairs -> pairs.window(seconds(2, 1)).window(seconds(4, 2)).reduceByKey(Long::sum)),
        new String[][] {{"a"}, {"a"}, {"a"}, {"a"}, {}, {}, {}, {}},
        new String[][] {{}, {"(a,3)"}, {}, {"(a,7)"}, {}, {"(a,5)"}, {}, {"(a,1)"}});
  }

  @Test
  void recoveryInTheMiddleOfAWindowLosesAndDoublesNothing() {
    Scenario scenario = inverse(seconds(4, 1));
    for (int i = 1; i <= 10; i++) {
      scenario.batch("a").gives("(a," + Math.min(i, 4) + ")");
      scenario.run().redeliver(1);
      scenario.run().restart();
    }
    scenario.gives();
  }

  private static Scenario joined(Join join) {
    return Scenario.ofArrivals((left, right) -> join.of(left, right));
  }

  @FunctionalInterface
  private interface Join {
    PairDStream<String, ?> of(PairDStream<String, Long> left, PairDStream<String, Long> right);
  }

  private static void fourBatches(Join join, String[][] expected) {
    check(
        joined(join),
        new String[][] {
          {"a", "b", "right:a=7", "right:b=7"},
          {"a", "", "right:b=7", "right:=7"},
          {""},
          {"right:=7"}
        },
        expected);
  }

  @Test
  void joinsAreThoseOfABatchWithEmptyKeysLikeAnyOther() {
    fourBatches(
        PairDStream::join, new String[][] {{"(a,(1,7))", "(b,(1,7))"}, {"(,(1,7))"}, {}, {}});
    fourBatches(
        PairDStream::leftOuterJoin,
        new String[][] {
          {"(a,(1,Optional[7]))", "(b,(1,Optional[7]))"},
          {"(,(1,Optional[7]))", "(a,(1,Optional.empty))"},
          {"(,(1,Optional.empty))"},
          {}
        });
    fourBatches(
        PairDStream::rightOuterJoin,
        new String[][] {
          {"(a,(Optional[1],7))", "(b,(Optional[1],7))"},
          {"(,(Optional[1],7))", "(b,(Optional.empty,7))"},
          {},
          {"(,(Optional.empty,7))"}
        });
    fourBatches(
        PairDStream::cogroup,
        new String[][] {
          {"(a,([1],[7]))", "(b,([1],[7]))"},
          {"(,([1],[7]))", "(a,([1],[]))", "(b,([],[7]))"},
          {"(,([1],[]))"},
          {"(,([],[7]))"}
        });
  }
}
