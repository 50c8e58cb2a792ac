package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users of Spark's Java API write, and what they get. */
class PairCasesTest {

  private static StreamHarness start(StreamApp app) {
    return StreamHarness.of(app).shards(2).buckets(2).start();
  }

  private static DStream<String> lines(StreamContext stream) {
    return stream.kinesis("lines", Decoder.utf8());
  }

  @Test
  void eachValueMayMakeSeveralPairs() {
    StreamHarness run =
        start(
            stream ->
                lines(stream)
                    .flatMapToPair(
                        word -> {
                          List<Pair<Integer, String>> letters = new ArrayList<>();
                          word.chars()
                              .forEach(c -> letters.add(Pair.of(word.length(), "" + (char) c)));
                          return letters;
                        },
                        Codecs.int32(),
                        Codecs.string())
                    .groupByKey()
                    .saveAsTextFiles("letters"));

    run.batch("giants", "", "go", "dodger");
    assertThat(run.newLines("letters"))
        .containsExactlyInAnyOrder("(6,[g, i, a, n, t, s, d, o, d, g, e, r])", "(2,[g, o])");
  }

  @Test
  void pairThatCannotBeMadeIsADeadLetterOfTheWholeValue() {
    StreamHarness run =
        start(
            stream ->
                lines(stream)
                    .flatMapToPair(
                        line -> List.of(Pair.of(line, 1 / line.length()), Pair.of("all", 1)),
                        Codecs.string(),
                        Codecs.int32())
                    .reduceByKey(Integer::sum)
                    .saveAsTextFiles("counts"));

    run.batch("a", "", "b");
    assertThat(run.newLines("counts")).containsExactlyInAnyOrder("(a,1)", "(b,1)", "(all,2)");
    assertThat(run.newLines("dead-letter/lines")).hasSize(1);
  }

  @Test
  void keysAndValuesChangePlaces() {
    StreamHarness run =
        start(
            stream ->
                lines(stream)
                    .mapToPair(w -> Pair.of(w, w.length()), Codecs.string(), Codecs.int32())
                    .mapToPair(Pair::swap, Codecs.int32(), Codecs.string())
                    .reduceByKey((a, b) -> a + "+" + b)
                    .saveAsTextFiles("swapped"));

    run.batch("one", "two", "three");
    assertThat(run.newLines("swapped")).containsExactlyInAnyOrder("(3,one+two)", "(5,three)");
  }

  @Test
  void unionTakesAnyNumberOfStreams() {
    StreamHarness run =
        start(
            stream -> {
              DStream<Integer> numbers = lines(stream).map(Integer::valueOf);
              stream.union(numbers).saveAsTextFiles("one");
              stream
                  .union(numbers, numbers.map(n -> n + 4), numbers.map(n -> n + 8))
                  .saveAsTextFiles("three");
            });

    run.batch("1", "2", "3", "4");
    assertThat(run.newLines("one")).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(run.newLines("three"))
        .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
  }

  @Test
  void groupsWithAnInitialStateAreCalledInTheFirstBatchAndOnlyThen() {
    StreamHarness run =
        start(
            stream ->
                lines(stream)
                    .keyBy(key -> key, Codecs.string(), Codecs.string())
                    .flatMapGroupsWithState(
                        OutputMode.UPDATE,
                        GroupStateTimeout.NO_TIMEOUT,
                        Codecs.int64(),
                        Map.of("both-1", 1L, "both-2", 2L, "untouched", 2L, "state", 1L),
                        (key, values, state) -> {
                          long count = state.getOption().orElse(0L) + values.size();
                          if (!key.equals("untouched")) {
                            state.update(count);
                          }
                          return List.of(key + values.size() + "=" + count);
                        })
                    .saveAsTextFiles("rows"));

    run.batch("data", "both-2");
    assertThat(run.newLines("rows"))
        .containsExactlyInAnyOrder("state0=1", "untouched0=2", "both-21=3", "both-10=1", "data1=1");
    run.restart();
    run.batch("both-1", "untouched");
    assertThat(run.newLines("rows")).containsExactlyInAnyOrder("both-11=2", "untouched1=3");
    assertThat(run.<String>keys("flatMapGroupsWithState-1")).hasSize(5);
  }

  @Test
  void groupsWithAnInitialStateTimeOutFromTheirFirstCallOn() {
    StreamHarness run =
        start(
            stream ->
                lines(stream)
                    .keyBy(key -> key, Codecs.string(), Codecs.string())
                    .flatMapGroupsWithState(
                        OutputMode.UPDATE,
                        GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
                        Codecs.int64(),
                        Map.of("c", 2L),
                        (key, values, state) -> {
                          if (state.hasTimedOut()) {
                            state.remove();
                            return List.of(key + "-1");
                          }
                          state.update(state.getOption().orElse(0L) + values.size());
                          state.setTimeoutDuration(Duration.ofSeconds(10));
                          return List.of(key + state.get());
                        })
                    .saveAsTextFiles("rows"));

    run.batch("a");
    assertThat(run.newLines("rows")).containsExactlyInAnyOrder("a1", "c2");
    run.advance(Duration.ofSeconds(9));
    assertThat(run.newLines("rows")).isEmpty();
    run.batch("b");
    assertThat(run.newLines("rows")).containsExactlyInAnyOrder("a-1", "b1", "c-1");
  }
}
