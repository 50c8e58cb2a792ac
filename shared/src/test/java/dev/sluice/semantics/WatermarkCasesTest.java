package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When windows close and what is late, as in Structured Streaming, Flink and Kafka Streams. */
class WatermarkCasesTest {
  private static final Windows FIVE = Windows.tumbling(Duration.ofSeconds(5));

  private static DStream<String> named(PairDStream<String, Long> counts) {
    return counts.mapWithWindow(
        (w, key, n) -> (key.equals("k") ? "" : key + " ") + w.start().getEpochSecond() + "=" + n);
  }

  private static Scenario counts(OutputMode mode) {
    return Scenario.of(
        10_000, pairs -> named(pairs.named("counts").reduceByKeyAndWindow(Long::sum, FIVE, mode)));
  }

  private static String[] seconds(long... times) {
    return LongStream.of(times).mapToObj(time -> "k@" + time + "s").toArray(String[]::new);
  }

  private static String[] through(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(t -> "k@" + t + "s").toArray(String[]::new);
  }

  @Test
  void appendGivesAWindowWhenTheWatermarkReachesItsEnd() {
    counts(OutputMode.APPEND)
        .batch(through(10, 15))
        .gives()
        .batch(seconds(25))
        .gives("10=5")
        .batch(seconds(10))
        .gives()
        .late("counts", "k,1");
  }

  @Test
  void watermarkIsRememberedAcrossRestarts() {
    counts(OutputMode.APPEND)
        .batch(through(10, 15))
        .batch(seconds(25))
        .gives("10=5")
        .batch(seconds(10, 27, 30))
        .gives("15=1")
        .late("counts", "k,1")
        .batch(seconds(17))
        .gives()
        .late("counts", "k,1")
        .batch(seconds(40))
        .gives("25=2");
  }

  @Test
  void batchesWithoutRecordsNeitherMoveTheWatermarkNorForgetIt() {
    counts(OutputMode.APPEND)
        .batch(through(10, 15))
        .batch()
        .batch()
        .gives()
        .batch(seconds(24))
        .batch()
        .gives()
        .batch(seconds(11))
        .gives()
        .late("counts")
        .batch()
        .batch(seconds(25))
        .gives("10=6")
        .batch()
        .batch(seconds(11))
        .gives()
        .late("counts", "k,1");
  }

  @Test
  void updateGivesWhatABatchChanged() {
    counts(OutputMode.UPDATE)
        .batch(through(10, 15))
        .gives("10=5", "15=1")
        .batch(seconds(25))
        .gives("25=1")
        .batch(seconds(10, 25))
        .gives("25=2")
        .batch(seconds(10))
        .gives()
        .late("counts", "k,1", "k,1");
  }

  @Test
  void completeTakesInWhateverComes() {
    counts(OutputMode.COMPLETE)
        .batch(through(10, 12))
        .gives("10=3")
        .batch(seconds(25))
        .gives("10=3", "25=1")
        .batch(seconds(25))
        .gives("10=3", "25=2")
        .batch(seconds(10))
        .gives("10=4", "25=2")
        .batch(seconds(25))
        .gives("10=4", "25=3");
  }

  /** Gives the watermark before each batch, for each of its keys. */
  private static Scenario watermarks(long left, long right) {
    return Scenario.of(
        left,
        right,
        (one, other) ->
            one.union(other)
                .flatMapGroupsWithState(
                    OutputMode.APPEND,
                    GroupStateTimeout.EVENT_TIME_TIMEOUT,
                    Codecs.int64(),
                    (key, values, state) -> {
                      long now = state.getCurrentWatermarkMs();
                      return List.of(now == Long.MIN_VALUE ? "none" : "" + now / 1000);
                    }));
  }

  @Test
  void twoStreamsGoByTheSmallerWatermarkAndRemembersEach() {
    watermarks(10_000, 5_000)
        .batch("k@11s")
        .gives("none")
        .batch("right:k@6s")
        .gives("none")
        .batch("right:k@8s")
        .gives("1")
        .batch("k@21s")
        .gives("1")
        .batch("right:k@17s", "right:k@28s", "right:k@39s")
        .gives("3")
        .batch("k@31s")
        .gives("11")
        .batch("k@41s")
        .gives("21")
        .batch("k@51s")
        .gives("31")
        .batch("k@100s", "right:k@100s")
        .gives("34")
        .batch("k@120s", "right:k@110s")
        .gives("90")
        .batch("k@130s", "right:k@125s")
        .gives("105")
        .batch("k@120s", "right:k@120s")
        .gives("120")
        .batch("k@140s", "right:k@120s")
        .gives("120")
        .batch("k@120s", "right:k@135s")
        .gives("120")
        .batch("k@200s", "right:k@190s")
        .gives("130")
        .batch("right:k@200s")
        .gives("185")
        // Spark forgets at a restart how far the stream ahead was, and stays at 185.
        .batch("right:k@200s")
        .gives("190");
  }

  @Test
  void valueCountsForThoseOfItsWindowsThatAreOpenInFlinkToo() {
    Windows sliding = Windows.sliding(Duration.ofSeconds(3), Duration.ofSeconds(1));
    Scenario.of(
            0,
            pairs ->
                pairs
                    .named("counts")
                    .reduceByKeyAndWindow(Long::sum, sliding)
                    .filter(pair -> !pair.key().equals("clock"))
                    .mapWithWindow((w, key, n) -> key + " " + w.endMillis() + "=" + n))
        .batch("key2@1000")
        .batch("key2@2000")
        .gives("key2 2000=1")
        .batch("clock@3000")
        .gives("key2 3000=2")
        .batch("key1@3001", "key2@2400", "key2@2400", "key1@3001", "key2@3900")
        .gives()
        .batch("clock@6000")
        .gives(
            "key2 4000=5",
            "key1 4000=2",
            "key2 5000=4",
            "key1 5000=2",
            "key2 6000=1",
            "key1 6000=2")
        .late("counts")
        .batch("key1@3001")
        .gives()
        .late("counts", "key1,1");
  }

  @Test
  void graceOfKafkaStreamsIsTheLatenessOfAWindow() {
    Windows hopping =
        Windows.sliding(Duration.ofMillis(10), Duration.ofMillis(5))
            .withLateness(Duration.ofMillis(90));
    Scenario.of(
            0,
            pairs ->
                pairs
                    .named("sums")
                    .reduceByKeyAndWindow(Long::sum, hopping)
                    .mapWithWindow((w, key, n) -> w.startMillis() + "=" + n))
        .batch("k@100=100")
        .gives()
        .batch(
            "k@0=0", "k@1", "k@2=2", "k@3=3", "k@4=4", "k@5=5", "k@6=6", "k@105=105", "k@106=106")
        .gives("5=11", "95=100")
        .late("sums", "k,0", "k,1", "k,2", "k,3", "k,4")
        .batch("k@120=0")
        .gives("100=311", "105=211")
        .batch("k@14=14")
        .gives()
        .late("sums", "k,14");
  }

  @Test
  void latenessOfFlinkIsOverAtItsMillisecond() {
    Scenario scenario =
        Scenario.of(
            0,
            pairs ->
                pairs
                    .named("sums")
                    .reduceByKeyAndWindow(
                        Long::sum,
                        Windows.tumbling(Duration.ofMillis(2_000))
                            .withLateness(Duration.ofMillis(500)))
                    .filter(pair -> pair.key().equals("key2")));
    scenario
        .batch("key2@500", "clock@1501")
        .batch("key2@1300", "clock@2301")
        .gives("(key2,2)")
        .batch("key2@1997")
        .gives("(key2,3)")
        .batch("clock@2499")
        .batch("key2@1998")
        .gives("(key2,4)")
        .batch("clock@2500")
        .batch("key2@1999")
        .gives()
        .late("sums", "key2,1")
        .batch("clock@9000")
        .gives();
  }

  @Test
  void windowsOfTheFirstAndTheLastYearCloseLikeAnyOther() {
    Duration thousand = Duration.ofMillis(1_000);
    long first = -62_135_596_800_000L;
    long last = 253_402_300_799_999L;
    Scenario.of(
            0,
            pairs ->
                pairs
                    .reduceByKeyAndWindow(
                        Long::sum, Windows.tumbling(thousand).withLateness(Duration.ofDays(36_525)))
                    .mapWithWindow((w, key, n) -> key + " " + w.endMillis()))
        .batch("k@" + first)
        .gives()
        .batch("k@" + (first + 1_000))
        .gives("k " + (first + 1_000))
        .end()
        .gives("k " + (first + 2_000));
    StreamHarness future =
        StreamHarness.of(
                stream ->
                    Runs.pairs(
                            Runs.events(stream)
                                .withEventTime(Event::time, Duration.ZERO, Duration.ofDays(36_525)))
                        .reduceByKeyAndWindow(
                            Long::sum,
                            Windows.tumbling(thousand).withLateness(Duration.ofDays(36_525)))
                        .saveAsTextFiles("sums"))
            .startAt(Instant.ofEpochMilli(last - 10_000))
            .start();
    future.batch("k," + last + ",1");
    future.finish();
    assertThat(future.lines("sums-" + (last + 1))).containsExactly("(k,1)");
  }

  @Test
  void eachOperatorJudgesForItselfWhatIsLate() {
    Scenario.of(
            10_000,
            pairs ->
                named(pairs.named("short").reduceByKeyAndWindow(Long::sum, FIVE))
                    .map(row -> "short " + row)
                    .union(
                        named(
                                pairs
                                    .named("long")
                                    .reduceByKeyAndWindow(
                                        Long::sum, Windows.tumbling(Duration.ofSeconds(20))))
                            .map(row -> "long " + row)))
        .batch(through(10, 15))
        .batch(seconds(25))
        .gives("short 10=5")
        .batch(through(10, 16))
        .late("short", "k,1", "k,1", "k,1", "k,1", "k,1")
        .late("long")
        .batch(seconds(30))
        .gives("short 15=3", "long 0=13");
  }

  @Test
  void valueIsJudgedByTheWatermarkBeforeItsBatchWhateverElseIsInIt() {
    counts(OutputMode.APPEND)
        .batch("a@100s", "b@1s", "c@2s")
        .gives("b 0=1", "c 0=1")
        .batch("b@89s", "c@90s")
        .gives()
        .late("counts", "b,1")
        .batch("a@105s")
        .gives("c 90=1");
  }

  @Test
  void delaysOfYearsAreDelaysLikeAnyOther() {
    long years = Duration.ofDays(365 * 30).toMillis();
    Scenario.of(years, pairs -> named(pairs.reduceByKeyAndWindow(Long::sum, FIVE)))
        .batch("k@" + years, "k@0")
        .gives()
        .batch("k@-1", "k@0", "k@" + (years + 5_000))
        .gives("0=2");
  }
}
