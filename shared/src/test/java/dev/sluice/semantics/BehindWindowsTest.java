package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.outcome;
import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static dev.sluice.semantics.WindowedStreamsTest.EVENTS;
import static dev.sluice.semantics.WindowedStreamsTest.SLIDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operators behind the windows of {@code window}, and behind results of windows. */
class BehindWindowsTest {

  @Test
  void windowOfAWindowedStreamHoldsEachOfItsWindows() {
    assertThat(
            outcome(
                stream ->
                    timedPairs(stream)
                        .window(SLIDING)
                        .window(tumbling(10))
                        .reduceByKey(Long::sum)
                        .join(
                            timedPairs(stream)
                                .window(SLIDING)
                                .reduceByKeyAndWindow(Long::sum, tumbling(10)))
                        .filter(pair -> pair.value().key().equals(pair.value().value()))
                        .mapValues(Pair::key, Codecs.int64())
                        .saveAsTextFiles("sums"),
                EVENTS))
        .as("windows that end at 5 and 10, then at 15 and 20")
        .isEqualTo(Map.of("sums-10", List.of("(a,6)", "(b,4)"), "sums-20", List.of("(a,6)")));
  }

  @Test
  void operatorsBehindResultsOfWindowsNeverMixTwoOfThem() {
    assertThat(
            outcome(
                stream -> {
                  PairDStream<String, Long> sums =
                      timedPairs(stream).reduceByKeyAndWindow(Long::sum, SLIDING);
                  sums.count().saveAsTextFiles("keys");
                  sums.join(timedPairs(stream).window(SLIDING).groupByKey())
                      .mapWithWindow((window, key, both) -> window.startMillis() + key + both)
                      .saveAsTextFiles("joined");
                },
                EVENTS))
        .isEqualTo(
            Map.of(
                "keys-5", List.of("2"),
                "keys-10", List.of("2"),
                "keys-15", List.of("1"),
                "keys-20", List.of("1"),
                "joined-5", List.of("-5a(1,[1])", "-5b(2,[2])"),
                "joined-10", List.of("0a(5,[1, 4])", "0b(2,[2])"),
                "joined-15", List.of("5a(5,[4, 1])"),
                "joined-20", List.of("10a(1,[1])")));
  }

  @Test
  void resultsOfWindowsThatEndBesideTheSlideAreKeptApart() {
    assertThat(
            outcome(
                stream ->
                    timedPairs(stream)
                        .reduceByKeyAndWindow(Long::sum, sliding(6, 4))
                        .count()
                        .saveAsTextFiles("keys"),
                EVENTS))
        .isEqualTo(
            Map.of(
                "keys-6", List.of("2"),
                "keys-10", List.of("2"),
                "keys-14", List.of("1"),
                "keys-18", List.of("1")));
  }

  @Test
  void stateAndWindowsOfPairsLookAtEachWindow() {
    assertThat(
            outcome(
                stream -> {
                  PairDStream<String, Long> windowed = timedPairs(stream).window(tumbling(10));
                  windowed
                      .mapWithWindow((window, key, v) -> window.endMillis() + key + v)
                      .saveAsTextFiles("with-window");
                  windowed
                      .mapWithState(
                          StateSpec.<String, Long, Long, String>function(
                              (key, value, state) -> {
                                state.update(state.getOption().orElse(0L) + 1);
                                return key + value.orElseThrow() + "#" + state.get();
                              },
                              Codecs.int64()))
                      .saveAsTextFiles("state");
                },
                EVENTS))
        .isEqualTo(
            Map.of(
                "with-window-10", List.of("10a1", "10a4", "10b2"),
                "with-window-20", List.of("20a1"),
                "state-1000", List.of("a1#1", "a1#3", "a4#2", "b2#1")));
  }
}
