package dev.sluice.semantics;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Joins within bounds of time and what they forget, as in Structured Streaming, Flink and Kafka
 * Streams. Values are their own times here, so that a row says which ones have met.
 */
class JoinCasesTest {

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static DStream<String> rows(PairDStream<String, ? extends Pair<?, ?>> joined) {
    return joined.map(p -> p.key() + " " + text(p.value().key()) + "-" + text(p.value().value()));
  }

  private static String text(Object side) {
    return side instanceof Optional<?> maybe ? maybe.map(v -> "" + v).orElse("none") : "" + side;
  }

  /** An event of a time in seconds, with the time as its value. */
  private static String k(long second) {
    return of("k", second);
  }

  private static String of(String key, long second) {
    return key + "@" + second + "s=" + second;
  }

  private static String ms(String key, long milli) {
    return key + "@" + milli + "=" + milli;
  }

  private static String right(String event) {
    return "right:" + event;
  }

  @Test
  void boundsOfBothSidesDecideWhatIsKept() {
    Scenario.of(
            20_000,
            30_000,
            (left, right) -> rows(left.named("join").joinWithin(right, seconds(5), seconds(10))))
        .batch(k(20))
        .gives()
        .batch(right(k(14)), right(k(15)), right(k(25)), right(k(26)), right(k(30)), right(k(31)))
        .gives("k 20-15", "k 20-25", "k 20-26", "k 20-30")
        .batch(right(k(60)))
        .gives()
        .batch(k(49), k(50), k(65), k(66))
        .gives("k 50-60", "k 65-60")
        .batch(k(29), k(31))
        .gives("k 31-26", "k 31-30", "k 31-31")
        .late("join", "k,29")
        .batch(right(k(80)))
        .gives()
        .batch(right(k(45)), right(k(50)))
        .gives("k 49-50", "k 50-50")
        .late("join", "k,45");
  }

  private static Scenario fiveAround(
      Scenario scenario, String fromLeft, String... outerInTheLastBatch) {
    return scenario
        .batch(of("1", 5), of("3", 5))
        .gives()
        .batch(right(of("1", 10)), right(of("2", 5)))
        .gives(fromLeft)
        .batch(right(of("1", 11)))
        .gives()
        .batch(of("1", 7), of("1", 30))
        .gives("1 7-10", "1 7-11")
        .batch(right(of("0", 30)))
        .gives(outerInTheLastBatch);
  }

  @Test
  void outerResultsComeOnceAndOnlyForThoseWithoutPartner() {
    fiveAround(
        Scenario.of(
            10_000,
            10_000,
            (left, right) -> rows(left.leftOuterJoinWithin(right, seconds(5), seconds(5)))),
        "1 5-10",
        "3 5-none");
    fiveAround(
        Scenario.of(
            10_000,
            10_000,
            (left, right) -> rows(left.rightOuterJoinWithin(right, seconds(5), seconds(5)))),
        "1 5-10",
        "2 none-5");
    fiveAround(
        Scenario.of(
            10_000,
            10_000,
            (left, right) -> rows(left.fullOuterJoinWithin(right, seconds(5), seconds(5)))),
        "1 5-10",
        "3 5-none",
        "2 none-5");
  }

  @Test
  void boundsOfMinutesAreBoundsLikeAnyOther() {
    Scenario.of(
            600_000,
            600_000,
            (left, right) -> rows(left.leftOuterJoinWithin(right, seconds(210), seconds(210))))
        .batch(of("1", 210), of("3", 5))
        .gives()
        .batch(right(of("1", 300)), right(of("2", 5)))
        .gives("1 210-300")
        .batch(right(of("1", 450)))
        .gives()
        .batch(of("1", 260), of("1", 1800))
        .gives("1 260-300", "1 260-450")
        .batch(right(of("0", 1800)))
        .gives("3 5-none");
  }

  private static String[] own(int from, int to) {
    String[] events = new String[to - from + 1];
    for (int i = from; i <= to; i++) {
      events[i - from] = of("" + i, i);
    }
    return events;
  }

  @Test
  void valueOfAStreamThatHasMetItselfHasNoOuterResult() {
    Scenario.of(
            5_000,
            pairs ->
                rows(
                    pairs.leftOuterJoinWithin(
                        pairs.filter(p -> p.value() % 2 == 0), Duration.ZERO, seconds(5))))
        .batch(own(1, 5))
        .gives("2 2-2", "4 4-4")
        .batch(own(6, 10))
        .gives("6 6-6", "8 8-8", "10 10-10")
        .batch(own(11, 15))
        .gives("12 12-12", "14 14-14", "1 1-none", "3 3-none");
  }

  @Test
  void valuesAndEvictionsOfOneKeyInOneBatchDoNotDisturbEachOther() {
    Scenario.of(
            0, 0, (left, right) -> rows(left.leftOuterJoinWithin(right, seconds(30), seconds(30))))
        .batch(k(0), right(k(60)))
        .gives()
        .batch(k(3600), right(k(3660)))
        .gives("k 0-none")
        .batch(k(5400))
        .gives("k 3600-none")
        .batch(right(k(5410)))
        .gives("k 5400-5410");
  }

  @Test
  void valuesThatWaitedForDaysComeInTheFirstBatchThatCanTell() {
    Scenario.of(
            120_000,
            240_000,
            (left, right) -> rows(left.leftOuterJoinWithin(right, seconds(30), seconds(30))))
        .batch(k(0), k(86_400), k(90_000), right(k(86_410)), right(k(89_999)), right(k(93_600)))
        .gives("k 0-none", "k 86400-86410", "k 90000-89999");
  }

  /** Elements 1 to 4 of both sides, a batch for each time. */
  private static void oneToFour(long before, long after, String... pairs) {
    Scenario scenario =
        Scenario.of(
            0,
            0,
            (left, right) ->
                rows(left.named("join").joinWithin(right, millis(before), millis(after))));
    for (int i = 1; i <= 4; i++) {
      scenario.batch(ms("k", i), right(ms("k", i)));
    }
    scenario.gives(pairs).late("join");
  }

  @Test
  void boundsOfFlinkAreInclusiveAndOfEitherSign() {
    oneToFour(2, -1, "k 2-1", "k 3-1", "k 3-2", "k 4-2", "k 4-3");
    oneToFour(-1, 2, "k 1-2", "k 1-3", "k 2-3", "k 2-4", "k 3-4");
    oneToFour(
        1, 1, "k 1-1", "k 1-2", "k 2-1", "k 2-2", "k 2-3", "k 3-2", "k 3-3", "k 3-4", "k 4-3",
        "k 4-4");
    // Exclusive bounds are inclusive ones a millisecond nearer: (-1, 1), (1, 3) and (-3, -1).
    oneToFour(0, 0, "k 1-1", "k 2-2", "k 3-3", "k 4-4");
    oneToFour(-2, 2, "k 1-3", "k 2-4");
    oneToFour(2, -2, "k 3-1", "k 4-2");
  }

  @Test
  void differenceOfTimesOfKafkaStreamsIsInclusiveOnBothSides() {
    Scenario scenario =
        Scenario.of(
            10_000,
            10_000,
            (left, right) -> rows(left.joinWithin(right, millis(100), millis(100))));
    scenario.batch(ms("0", 1000), ms("1", 1001), ms("2", 1002)).gives();
    String[][] expected = {
      {"899"},
      {"900", "0 1000-900"},
      {"901", "0 1000-901", "1 1001-901"},
      {"1100", "0 1000-1100", "1 1001-1100", "2 1002-1100"},
      {"1101", "1 1001-1101", "2 1002-1101"},
      {"1102", "2 1002-1102"},
      {"1103"}
    };
    for (String[] each : expected) {
      long time = Long.parseLong(each[0]);
      scenario
          .batch(right(ms("0", time)), right(ms("1", time)), right(ms("2", time)))
          .gives(Arrays.copyOfRange(each, 1, each.length));
    }
  }

  @Test
  void oneSidedBoundsGiveNoOuterResultTooEarly() {
    // A right value comes at the same time or up to 100 behind.
    Scenario.of(
            0,
            0,
            (left, right) -> rows(left.leftOuterJoinWithin(right, Duration.ZERO, millis(100))))
        .batch(ms("0", 0), ms("1", 1))
        .gives()
        .batch(right(ms("0", 100)), ms("clock", 100))
        .gives("0 0-100")
        .batch(right(ms("1", 102)), ms("clock", 102))
        .gives("1 1-none");
  }

  @Test
  void outerResultsOfKafkaStreamsComeWhenGraceIsOverForBothStreams() {
    Scenario scenario =
        Scenario.of(
            10,
            10,
            (left, right) -> rows(left.leftOuterJoinWithin(right, millis(100), millis(100))));
    scenario
        .batch(ms("0", 0), ms("1", 0))
        .batch(right(ms("0", 101)), right(ms("1", 101)))
        .gives()
        // The left stream may still bring more of that time: its watermark holds.
        .batch(right(ms("2", 300)))
        .gives()
        .batch(ms("2", 111))
        .gives("0 0-none", "1 0-none");
  }

  @Test
  void threeStreamsInARowMeetWithinTheBoundsOfEach() {
    Scenario.of(
            0,
            0,
            (left, right) ->
                rows(
                    left.joinWithin(right, seconds(5), seconds(5))
                        .mapValues(p -> p.key() * 1000 + p.value(), Codecs.int64())
                        .joinWithin(right, seconds(5), seconds(5))))
        .batch(k(10), right(k(12)))
        .gives("k 10012-12")
        .batch(right(k(15)), k(15))
        .gives(
            "k 10012-15",
            "k 10015-12",
            "k 10015-15",
            "k 15012-12",
            "k 15012-15",
            "k 15015-12",
            "k 15015-15");
  }
}
