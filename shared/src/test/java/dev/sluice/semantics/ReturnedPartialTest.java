package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.GROWING;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.timedPairs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Aggregator;
import dev.sluice.api.DStream;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.GlobalWindows;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codec;
import dev.sluice.testkit.StreamHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Functions that give one of two partials back as it is, and change the left one. */
class ReturnedPartialTest {
  private static final Aggregator<Long, List<Long>, List<Long>> LISTS =
      new Aggregator<>() {
        @Override
        public List<Long> zero() {
          return new ArrayList<>();
        }

        @Override
        public List<Long> add(List<Long> values, Long value) {
          values.add(value);
          return values;
        }

        @Override
        public List<Long> combine(List<Long> left, List<Long> right) {
          if (left.isEmpty()) {
            return right;
          }
          left.addAll(right);
          return left;
        }

        @Override
        public List<Long> lower(List<Long> values) {
          return List.copyOf(values);
        }

        @Override
        public Codec<List<Long>> codec() {
          return GROWING;
        }
      };

  private static SortedMap<String, List<String>> outcome(
      Function<PairDStream<String, Long>, ? extends DStream<?>> operator) {
    StreamHarness run =
        start(stream -> operator.apply(timedPairs(stream)).saveAsTextFiles("lists"));
    for (int i = 1; i <= 7; i++) {
      send(run, 100 + 400 * i, new Event("a", 5 * i, i));
    }
    run.finish();
    return lines(run);
  }

  @Test
  void windowsThatShareAPaneSeeItAsItIs() {
    assertThat(outcome(pairs -> pairs.aggregateByKeyAndWindow(LISTS, sliding(15, 5), GROWING)))
        .isEqualTo(outcome(pairs -> pairs.groupByKeyAndWindow(sliding(15, 5))));
  }

  /** A partial that is counted is another object each time, and what it holds may be the pane's. */
  @Test
  void earlyResultsLeaveThePanesAsTheyAre() {
    EarlyResults often = EarlyResults.everyRecords(1);
    assertThat(
            finals(
                outcome(
                    pairs -> pairs.aggregateByKeyAndWindow(LISTS, sliding(15, 5), GROWING, often))))
        .isEqualTo(outcome(pairs -> pairs.groupByKeyAndWindow(sliding(15, 5))));
  }

  private static SortedMap<String, List<String>> finals(SortedMap<String, List<String>> all) {
    all.keySet().removeIf(name -> name.matches(".*-e\\d+"));
    return all;
  }

  @Test
  void windowsByCountThatShareAPaneSeeItAsItIs() {
    assertThat(
            outcome(
                pairs -> pairs.aggregateByKeyAndWindow(LISTS, GlobalWindows.count(3, 1), GROWING)))
        .isEqualTo(outcome(pairs -> pairs.groupByKeyAndWindow(GlobalWindows.count(3, 1))));
  }
}
