package dev.sluice.semantics;

import dev.sluice.api.SessionWindows;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions that begin, merge and end as they do in Spark, Flink and Kafka Streams. */
class SessionCasesTest {

  private static Scenario sums(long outOfOrdernessMillis, long gapMillis) {
    return sums(outOfOrdernessMillis, SessionWindows.withGap(Duration.ofMillis(gapMillis)));
  }

  private static Scenario sums(long outOfOrdernessMillis, SessionWindows<? super Long> sessions) {
    return Scenario.of(
        outOfOrdernessMillis,
        pairs ->
            pairs
                .named("sessions")
                .reduceByKeyAndWindow(Long::sum, sessions)
                .mapWithWindow(
                    (w, key, sum) ->
                        key + " " + w.startMillis() + "-" + w.endMillis() + " " + sum));
  }

  @Test
  void sessionsOfSparkEndWithTheWatermark() {
    sums(10_000, 5_000)
        .batch("k@10s", "k@11s")
        .gives()
        .batch("k@17s")
        .gives()
        .batch("k@25s")
        .gives()
        .batch("k@35s")
        .gives("k 10000-16000 2", "k 17000-22000 1")
        .batch("k@10s")
        .gives()
        .late("sessions", "k,1")
        .batch("k@40s")
        .gives("k 25000-30000 1")
        .end()
        .gives("k 35000-45000 2");
  }

  @Test
  void valueThatIsLateByTheClockOfAllStillJoinsAnOpenSession() {
    sums(10_000, 5_000)
        .batch("odd@25s", "odd@35s")
        .batch("odd@27s")
        .gives()
        .batch("even@42s")
        .gives("odd 25000-32000 2");
  }

  @Test
  void sessionsBeforeAndBetweenOthersMerge() {
    sums(30_000, 10_000)
        .batch("hello@40s", "hello@41s", "spark@40s", "streaming@40s", "streaming@41s")
        .batch("spark@25s", "streaming@25s")
        .batch("spark@0s", "streaming@0s")
        .gives()
        .late("sessions", "spark,1", "streaming,1")
        .batch("spark@30s", "streaming@30s")
        .gives()
        .batch("hello@60s", "apache@60s", "spark@60s")
        .gives()
        .batch("structured@90s", "streaming@90s")
        .gives("spark 25000-50000 3", "streaming 25000-51000 4", "hello 40000-51000 2");
  }

  @Test
  void eachWordHasItsOwnGap() {
    // The value is the gap in seconds.
    sums(30_000, SessionWindows.<Long>withGap(seconds -> Duration.ofSeconds(seconds)))
        .batch("hello@40s=1", "hello@41s=1", "spark@40s=10", "streaming@40s=10", "streaming@41s=10")
        .batch("spark@25s=10", "streaming@25s=10")
        .batch("spark@30s=10", "streaming@30s=10")
        .gives()
        .batch("hello@60s=1", "spark@60s=10")
        .batch("streaming@90s=10")
        .gives("spark 25000-50000 30", "streaming 25000-51000 40", "hello 40000-42000 2");
  }

  @Test
  void outOfOrderSessionsOfFlinkEndTogether() {
    sums(0, 3_000)
        .batch("key2@0=1", "key2@1000=2", "key2@2500=3", "key1@10=1", "key1@1000=2")
        .batch("key1@2500=3", "key2@5501=4", "key2@6000=5", "key2@6000=5", "key2@6050=6")
        .gives("key1 10-5500 6", "key2 0-5500 6")
        .batch("other@12000")
        .gives("key2 5501-9050 20")
        .batch("key2@15000=10", "key2@15000=20")
        .gives("other 12000-15000 1")
        .batch("other@18000")
        .gives("key2 15000-18000 30");
  }

  @Test
  void valueThatTouchesTwoSessionsOrCoversOneMergesThem() {
    // [0, 3), [5, 8), [10, 13); the value is the gap in milliseconds.
    SessionWindows<Long> byValue = SessionWindows.withGap(Duration::ofMillis);
    sums(100, byValue)
        .batch("k@0=3", "k@5=3", "k@10=3", "k@8=2")
        .end()
        .gives("k 0-3 3", "k 5-13 8");
    sums(100, byValue).batch("k@0=3", "k@5=3", "k@10=3", "k@8=2", "k@3=2").end().gives("k 0-13 13");
    sums(100, byValue).batch("k@1=1", "k@10=1", "k@0=20").end().gives("k 0-20 22");
    sums(100, byValue).batch("k@0=4", "k@3=2", "k@4=2", "k@1=3").end().gives("k 0-6 11");
  }

  @Test
  void sessionsOfKafkaStreamsMergeWithinAGapEitherSide() {
    long gap = 300_000;
    sums(0, gap)
        .batch("mel@0", "mel@" + (gap + 1))
        .gives("mel 0-300000 1")
        .batch("mel@" + (gap + 1), "mel@" + 2 * (gap + 1))
        .gives("mel 300001-600001 2");
    sums(gap, gap)
        .batch("mel@0", "mel@" + (gap + 1), "mel@" + gap / 2)
        .end()
        .gives("mel 0-600001 3");
    sums(0, gap)
        .batch("john@0", "john@500", "mel@0", "mel@0")
        .end()
        .gives("john 0-300500 2", "mel 0-300000 2");
  }

  @Test
  void sessionsOfOtherKeysDoNotMerge() {
    long gap = 300_000;
    long behind = gap + 1;
    sums(0, gap)
        .batch("a@0", "b@0", "c@0", "d@0", "d@" + gap / 2, "a@" + behind, "b@" + behind)
        .gives("a 0-300000 1", "b 0-300000 1", "c 0-300000 1")
        .batch("a@" + (behind + gap / 2), "c@" + (behind + gap / 2))
        .gives("d 0-450000 2")
        .end()
        .gives("a 300001-750001 2", "b 300001-600001 1", "c 450001-750001 1");
  }

  @Test
  void graceOfKafkaStreamsIsALateness() {
    // A gap of 10 and a grace of 1: at 11 the first session may still change, at 12 it may not. A
    // session holds its end there, so that it ends a millisecond later.
    SessionWindows<Object> patient =
        SessionWindows.withGap(Duration.ofMillis(10)).withLateness(Duration.ofMillis(2));
    sums(0, patient)
        .batch("in-time@0", "clock@11")
        .gives("in-time 0-10 1")
        .batch("also@0")
        .gives("also 0-10 1")
        .batch("clock@12")
        .gives()
        .batch("late@0")
        .gives()
        .late("sessions", "late,1");
  }

  @Test
  void valueThatBridgesTwoOpenSessionsIsNotLate() {
    sums(1_100, 3_000)
        .batch("key2@1000")
        .batch("key2@2000", "other@6098")
        .gives()
        .batch("key2@4500", "key2@8500")
        .gives()
        .batch("key2@7000")
        .gives()
        .batch("other@12601")
        .gives("key2 1000-11500 5", "other 6098-9098 1");
  }

  @Test
  void lateValueLeadsClosedSessionsThatAreKeptIntoOne() {
    sums(
            0,
            SessionWindows.withGap(Duration.ofMillis(3_000))
                .withLateness(Duration.ofMillis(10_000)))
        .batch("k@1000=5", "k@4000=0", "k@7000=0", "k@8500=0")
        .batch("k@11600=1", "clock@14600")
        .gives("k 1000-11500 5", "k 11600-14600 1")
        .batch("k@10000=1")
        .gives("k 1000-14600 7")
        .batch("k@14500=1")
        .gives()
        .batch("clock@20000")
        .gives("clock 14600-17600 1", "k 1000-17500 8");
  }

  @Test
  void valueIsLateByItsOwnEndThoughASessionThatItMeetsIsKept() {
    // Flink and Kafka Streams ask whether the session is late that the value would make; Spark asks
    // for the value's own, as here.
    sums(0, SessionWindows.withGap(Duration.ofMillis(3_000)).withLateness(Duration.ofMillis(10)))
        .batch("k@11600", "clock@14600")
        .gives("k 11600-14600 1")
        .batch("k@10000")
        .gives()
        .late("sessions", "k,1")
        .batch("k@14500")
        .gives()
        .batch("clock@17600")
        .gives("k 11600-17500 2");
  }
}
