package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MapWithStateDStream;
import dev.sluice.api.Pair;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** State by key, batch by batch, as the suites of Spark's DStreams have it. */
class StateCasesTest {

  private static Optional<Long> total(List<Long> values, Optional<Long> before) {
    return Optional.of(before.orElse(0L) + values.stream().mapToLong(each -> each).sum());
  }

  private static Scenario sixBatches(Scenario scenario, String[][] expected) {
    String[][] input = {{"a"}, {"a", "b"}, {"a", "b", "c"}, {"a", "b"}, {"a"}, {}};
    for (int i = 0; i < input.length; i++) {
      scenario.batch(input[i]).gives(expected[i]);
    }
    return scenario;
  }

  @Test
  void updateGivesEveryKeyInEveryBatch() {
    sixBatches(
        Scenario.ofArrivals(pairs -> pairs.updateStateByKey(StateCasesTest::total, Codecs.int64())),
        new String[][] {
          {"(a,1)"},
          {"(a,2)", "(b,1)"},
          {"(a,3)", "(b,2)", "(c,1)"},
          {"(a,4)", "(b,3)", "(c,1)"},
          {"(a,5)", "(b,3)", "(c,1)"},
          {"(a,5)", "(b,3)", "(c,1)"}
        });
  }

  @Test
  void updateGoesOnFromAnInitialState() {
    sixBatches(
        Scenario.ofArrivals(
            pairs ->
                pairs.updateStateByKey(
                    StateCasesTest::total, Codecs.int64(), Map.of("a", 1L, "c", 2L))),
        new String[][] {
          {"(a,2)", "(c,2)"},
          {"(a,3)", "(b,1)", "(c,2)"},
          {"(a,4)", "(b,2)", "(c,3)"},
          {"(a,5)", "(b,3)", "(c,3)"},
          {"(a,6)", "(b,3)", "(c,3)"},
          {"(a,6)", "(b,3)", "(c,3)"}
        });
  }

  @Test
  void updateIsToldTheKeyAndTheBatch() {
    long start = 4_102_444_800_000L;
    sixBatches(
        Scenario.ofArrivals(
            pairs ->
                pairs.updateStateByKey(
                    (border, key, values, before) -> {
                      assertThat(key).isIn("a", "b", "c");
                      long time = border.toEpochMilli() - start;
                      return Optional.of(before.orElse(0L) + (values.isEmpty() ? 0 : time));
                    },
                    Codecs.int64(),
                    Map.of("a", 0L, "c", 0L))),
        new String[][] {
          {"(a,1000)", "(c,0)"},
          {"(a,3000)", "(b,2000)", "(c,0)"},
          {"(a,6000)", "(b,5000)", "(c,3000)"},
          {"(a,10000)", "(b,9000)", "(c,3000)"},
          {"(a,15000)", "(b,9000)", "(c,3000)"},
          {"(a,15000)", "(b,9000)", "(c,3000)"}
        });
  }

  /** Changed in place, as objects are. */
  private static final class Counter {
    static final Codec<Counter> CODEC =
        new Codec<>() {
          @Override
          public void write(Counter counter, ByteOutput out) {
            out.writeSigned(counter.count).writeSigned(counter.idle);
          }

          @Override
          public Counter read(ByteInput in) {
            Counter counter = new Counter();
            counter.count = in.readSigned();
            counter.idle = in.readSigned();
            return counter;
          }
        };

    private long count;
    private long idle;

    @Override
    public String toString() {
      return count + "/" + idle;
    }
  }

  @Test
  void objectThatIsChangedInPlaceLivesUntilItIsIdleTwice() {
    Scenario.ofArrivals(
            pairs ->
                pairs.updateStateByKey(
                    (values, before) -> {
                      Counter counter = before.orElseGet(Counter::new);
                      counter.count += values.size();
                      counter.idle = values.isEmpty() ? counter.idle + 1 : 0;
                      return counter.idle == 2 ? Optional.empty() : Optional.of(counter);
                    },
                    Counter.CODEC))
        .batch("a", "b")
        .gives("(a,1/0)", "(b,1/0)")
        .batch()
        .gives("(a,1/1)", "(b,1/1)")
        .batch("a", "c", "a")
        .gives("(a,3/0)", "(c,1/0)")
        .batch("c")
        .gives("(a,3/1)", "(c,2/0)")
        .batch()
        .gives("(c,2/1)")
        .batch()
        .gives()
        .batch("a")
        .gives("(a,1/0)");
  }

  @Test
  void objectThatWasChangedBeforeItsFunctionThrewIsAsItWasBefore() {
    Scenario.ofArrivals(
            pairs ->
                pairs.mapWithState(
                    StateSpec.<String, Long, Counter, Counter>function(
                        (key, value, state) -> {
                          Counter counter = state.getOption().orElseGet(Counter::new);
                          counter.count += value.orElseThrow();
                          if (value.get() == 13) {
                            throw new IllegalArgumentException("bad luck");
                          }
                          state.update(counter);
                          return counter;
                        },
                        Counter.CODEC)))
        .batch("a=1", "a=13", "a=2")
        .gives("1/0", "3/0")
        .batch("a=13", "a=4")
        .gives("7/0");
  }

  private static <R> Scenario mapped(StateSpec<String, Long, Long, R> spec) {
    return Scenario.ofArrivals(
        pairs -> {
          MapWithStateDStream<String, Long, R> results = pairs.mapWithState(spec.withSnapshots());
          return results
              .map(each -> "" + each)
              .union(results.stateSnapshots().map(each -> "state " + each));
        });
  }

  private static StateSpec<String, Long, Long, Pair<String, Long>> running() {
    return StateSpec.function(
        (key, value, state) -> {
          state.update(value.orElse(0L) + state.getOption().orElse(0L));
          return Pair.of(key, state.get());
        },
        Codecs.int64());
  }

  @Test
  void mappedValuesComeForTheKeysOfABatchAndSnapshotsForAll() {
    mapped(running())
        .batch()
        .gives()
        .batch("a")
        .gives("(a,1)", "state (a,1)")
        .batch("a", "b")
        .gives("(a,2)", "(b,1)", "state (a,2)", "state (b,1)")
        .batch("c", "c")
        .gives("(c,1)", "(c,2)", "state (a,2)", "state (b,1)", "state (c,2)")
        .batch()
        .gives("state (a,2)", "state (b,1)", "state (c,2)");
  }

  @Test
  void mappingThatGivesNothingKeepsItsState() {
    mapped(
            StateSpec.<String, Long, Long, String>function(
                    (key, value, state) -> {
                      state.update(value.orElse(0L) + state.getOption().orElse(0L));
                      return null;
                    },
                    Codecs.int64())
                .initialState(Map.of("a", 5L, "b", 10L, "c", -20L, "d", 0L)))
        .batch("a")
        .gives("state (a,6)", "state (b,10)", "state (c,-20)", "state (d,0)")
        .batch("a", "b", "c")
        .gives("state (a,7)", "state (b,11)", "state (c,-19)", "state (d,0)");
  }

  @Test
  void removedStateBeginsAnewWithTheNextValue() {
    Scenario scenario =
        mapped(
            StateSpec.<String, Long, Long, String>function(
                (key, value, state) -> {
                  if (state.exists()) {
                    state.remove();
                    return key;
                  }
                  state.update(value.orElseThrow());
                  return null;
                },
                Codecs.int64()));
    scenario
        .batch("a")
        .gives("state (a,1)")
        .batch("a", "b")
        .gives("a", "state (b,1)")
        .batch("a", "b", "c")
        .gives("b", "state (a,1)", "state (c,1)")
        .batch("a", "b", "c")
        .gives("a", "c", "state (b,1)")
        .batch("b")
        .gives("b")
        .batch("x", "x", "x")
        .gives("x", "state (x,1)");
  }

  @Test
  void idleKeysTimeOutOnceAndAnActiveOneNever() {
    Scenario scenario =
        mapped(
            StateSpec.<String, Long, Long, String>function(
                    (border, key, value, state) -> {
                      if (state.isTimingOut()) {
                        return key + " out at " + border.getEpochSecond() % 100;
                      }
                      state.update(1L);
                      return null;
                    },
                    Codecs.int64())
                .timeout(Duration.ofSeconds(3)));
    scenario
        .batch("a", "b", "c")
        .gives("state (a,1)", "state (b,1)", "state (c,1)")
        .batch("a", "b")
        .gives("state (a,1)", "state (b,1)", "state (c,1)")
        .batch("a")
        .gives("state (a,1)", "state (b,1)", "state (c,1)")
        .batch()
        .gives("c out at 4", "state (a,1)", "state (b,1)")
        .batch()
        .gives("b out at 5", "state (a,1)");
    for (int i = 0; i < 10; i++) {
      scenario.batch("a").gives("state (a,1)");
    }
  }

  @Test
  void valueThatLeavesTheStateAloneKeepsItAlive() {
    mapped(
            StateSpec.<String, Long, Long, String>function(
                    (key, value, state) -> {
                      if (state.isTimingOut()) {
                        return key + " out";
                      } else if (value.orElseThrow() > 0) {
                        state.update(value.get());
                      } else if (value.get() < 0) {
                        state.remove();
                      }
                      return state.exists() ? null : key + " has none";
                    },
                    Codecs.int64())
                .timeout(Duration.ofSeconds(2)))
        .batch("a=1", "b=1", "c=0")
        .gives("c has none", "state (a,1)", "state (b,1)")
        .batch("a=0", "b=-1")
        .gives("b has none", "state (a,1)")
        .batch()
        .gives("state (a,1)")
        .batch()
        .gives("a out")
        .batch()
        .gives();
  }
}
