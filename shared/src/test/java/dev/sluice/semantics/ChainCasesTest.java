package dev.sluice.semantics;

import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stateful operators behind one another, as Structured Streaming chains them. */
class ChainCasesTest {
  private static final Duration NONE = Duration.ZERO;

  private static Windows seconds(int size) {
    return Windows.tumbling(Duration.ofSeconds(size));
  }

  private static String[] through(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(t -> "k@" + t + "s").toArray(String[]::new);
  }

  /** For each key how many results there are, and what they come to. */
  private static PairDStream<String, Pair<Long, Long>> together(
      PairDStream<String, Pair<Long, Long>> results, int windowSeconds) {
    return results
        .mapToPair(
            p -> Pair.of(p.key(), Pair.of(1L, p.value().value())),
            Codecs.string(),
            Pair.codec(Codecs.int64(), Codecs.int64()))
        .reduceByKeyAndWindow(
            (a, b) -> Pair.of(a.key() + b.key(), a.value() + b.value()), seconds(windowSeconds));
  }

  private static PairDStream<String, Pair<Long, Long>> fives(PairDStream<String, Long> pairs) {
    return pairs
        .named("five")
        .reduceByKeyAndWindow(Long::sum, seconds(5))
        .mapValues(n -> Pair.of(1L, n), Pair.codec(Codecs.int64(), Codecs.int64()));
  }

  @Test
  void windowsOfWindowsCloseInTheBatchOfTheInner() {
    Scenario.of(
            0,
            pairs ->
                together(fives(pairs), 10)
                    .mapWithWindow((w, key, n) -> w.start().getEpochSecond() + " " + n))
        .batch(through(10, 21))
        .gives("10 (2,10)")
        .batch(through(10, 29))
        .gives()
        .late("five", "k,1", "k,1", "k,1", "k,1", "k,1", "k,1", "k,1", "k,1", "k,1", "k,1")
        .batch(through(30, 31))
        .gives("20 (2,12)");
  }

  @Test
  void threeLevelsOfWindowsLoseNothing() {
    Scenario.of(
            0,
            pairs ->
                together(together(fives(pairs), 10), 20)
                    .mapWithWindow((w, key, n) -> w.start().getEpochSecond() + " " + n))
        .batch(through(0, 37))
        .gives("0 (2,20)")
        .batch(through(30, 60))
        .late("five", "k,1", "k,1", "k,1", "k,1", "k,1")
        .gives("20 (2,23)", "40 (2,20)");
  }

  @Test
  void windowsBehindDeduplicationCountEachValueOnce() {
    String[] fiveTimes =
        IntStream.range(0, 5)
            .boxed()
            .flatMap(i -> List.of(through(10, 15)).stream())
            .toArray(String[]::new);
    Scenario.of(
            10_000,
            pairs ->
                pairs
                    .dropDuplicatesByTime(
                        Pair::key, Codecs.string(), Pair.codec(Codecs.string(), Codecs.int64()))
                    .mapToPair(pair -> pair, Codecs.string(), Codecs.int64())
                    .reduceByKeyAndWindow(Long::sum, seconds(5))
                    .mapWithWindow((w, key, n) -> w.start().getEpochSecond() + "=" + n))
        .batch(fiveTimes)
        .gives()
        .batch("k@25s")
        .gives("10=5")
        .batch("k@10s")
        .gives()
        .batch("k@40s")
        .gives("15=1", "25=1");
  }

  @Test
  void windowsBehindAJoinWaitForBothStreams() {
    Scenario.of(
            0,
            0,
            (left, right) ->
                left.joinWithin(right, NONE, NONE)
                    .mapToPair(p -> Pair.of("all", 1L), Codecs.string(), Codecs.int64())
                    .reduceByKeyAndWindow(Long::sum, seconds(5))
                    .mapWithWindow((w, key, n) -> w.start().getEpochSecond() + "=" + n))
        .batch(
            "k@1s", "k@2s", "k@3s", "k@4s", "right:k@1s", "right:k@2s", "right:k@3s", "right:k@4s")
        .gives()
        .batch("k@5s")
        .gives()
        .batch("right:k@5s")
        .gives("0=4");
  }

  @Test
  void deduplicationBehindWindowsSeesEachResult() {
    Scenario.of(
            0,
            pairs ->
                pairs
                    .reduceByKeyAndWindow(Long::sum, seconds(5))
                    .mapWithWindow((w, key, n) -> w.end().getEpochSecond() + "," + n)
                    .dropDuplicates(Codecs.string()))
        .batch("k@1s", "k@5s", "k@10s", "k@15s")
        .gives("5,1", "10,1", "15,1")
        .batch("k@20s", "k@16s")
        .gives("20,2");
  }

  @Test
  void resultWithoutPartnerBelongsToTheWindowOfItsLastChance() {
    // Spark lets one choose a column, and so the window of the left value.
    Scenario.of(
            120_000,
            240_000,
            (left, right) ->
                left.leftOuterJoinWithin(right, Duration.ofSeconds(30), Duration.ofSeconds(40))
                    .mapToPair(
                        p -> Pair.of("" + p.value().value().orElse(-1L), 1L),
                        Codecs.string(),
                        Codecs.int64())
                    .reduceByKeyAndWindow(Long::sum, seconds(30))
                    .mapWithWindow((w, key, n) -> key + " in " + w.start().getEpochSecond()))
        .batch(
            "k@0s",
            "k@86400s",
            "k@90000s",
            "right:k@86410s=1",
            "right:k@89999s=2",
            "right:k@93600s=3")
        .gives("-1 in 30", "1 in 86400")
        .batch("k@345600s", "right:k@345610s=4")
        .gives("2 in 90000");
  }

  @Test
  void totalsBehindGroupsCountTheirResults() {
    Scenario.ofArrivals(
            pairs ->
                pairs
                    .flatMapGroupsWithState(
                        OutputMode.APPEND,
                        GroupStateTimeout.NO_TIMEOUT,
                        Codecs.int64(),
                        (key, values, state) -> {
                          long count = state.getOption().orElse(0L) + values.size();
                          if (count == 3) {
                            state.remove();
                          } else {
                            state.update(count);
                          }
                          return List.of(key);
                        })
                    .mapToPair(key -> Pair.of(key, 1L), Codecs.string(), Codecs.int64())
                    .reduceByKey(Long::sum, OutputMode.COMPLETE))
        .batch("a")
        .gives("(a,1)")
        .batch("a", "b")
        .gives("(a,2)", "(b,1)")
        .batch("a", "b")
        .gives("(a,3)", "(b,2)")
        .batch("a", "c")
        .gives("(a,4)", "(b,2)", "(c,1)");
  }

  @Test
  void totalsBehindDeduplicationCountEachValueOnce() {
    Scenario.ofArrivals(
            pairs ->
                pairs
                    .dropDuplicates(Pair.codec(Codecs.string(), Codecs.int64()))
                    .mapToPair(pair -> pair, Codecs.string(), Codecs.int64())
                    .reduceByKey(Long::sum, OutputMode.UPDATE))
        .batch("a=1")
        .gives("(a,1)")
        .batch("a=1")
        .gives()
        .batch("a=2")
        .gives("(a,3)")
        .batch("b=1")
        .gives("(b,1)");
  }
}
