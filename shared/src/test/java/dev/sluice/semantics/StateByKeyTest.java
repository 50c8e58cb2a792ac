package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.MapWithStateDStream;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateFunction;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of state by key. */
class StateByKeyTest {
  private static final StateSpec<String, Long, Long, String> TOTALS =
      StateSpec.function(StateByKeyTest::total, Codecs.int64());

  private static String total(String key, Optional<Long> value, State<Long> state) {
    if (state.isTimingOut()) {
      return key + " idle at " + state.get();
    }
    state.update(state.getOption().orElse(0L) + value.orElseThrow());
    return key + "=" + state.get();
  }

  private static Optional<Long> sum(List<Long> values, Optional<Long> before) {
    return Optional.of(before.orElse(0L) + values.stream().mapToLong(each -> each).sum());
  }

  private static StreamApp mapping(StateSpec<String, Long, Long, String> spec) {
    return stream -> {
      MapWithStateDStream<String, Long, String> totals = pairs(events(stream)).mapWithState(spec);
      totals.saveAsTextFiles("totals");
      if (spec.snapshots()) {
        totals.stateSnapshots().saveAsTextFiles("states");
      }
    };
  }

  @Test
  void keysOfAnInitialStateAreUpdatedFromTheFirstIntervalOn() {
    StreamHarness run =
        start(
            stream ->
                pairs(events(stream))
                    .updateStateByKey(
                        StateByKeyTest::sum, Codecs.int64(), Map.of("a", 5L, "b", 7L, "c", 9L))
                    .saveAsTextFiles("sums"));
    send(run, 100, new Event("z", 0, 1));
    send(run, 2100, new Event("a", 0, 2));
    run.advanceTo(at(3500));

    assertThat(lines(run).get("sums-1000")).containsExactly("(a,5)", "(b,7)", "(c,9)", "(z,1)");
    assertThat(lines(run).get("sums-2000")).containsExactly("(a,5)", "(b,7)", "(c,9)", "(z,1)");
    assertThat(lines(run).get("sums-3000")).containsExactly("(a,7)", "(b,7)", "(c,9)", "(z,1)");
  }

  @Test
  void initialStateIsThereOnceHoweverOftenProcessesDie() {
    StreamApp app =
        stream ->
            pairs(events(stream))
                .updateStateByKey(
                    (values, before) -> values.isEmpty() ? before : Optional.<Long>empty(),
                    Codecs.int64(),
                    Map.of("a", 5L, "b", 7L))
                .saveAsTextFiles("kept");
    StreamHarness run = start(app);
    run.restart();
    send(run, 100, new Event("a", 0, 1));
    run.advanceTo(at(1500));
    run.restart();
    run.advanceTo(at(2500));

    assertThat(lines(run).get("kept-1000")).containsExactly("(b,7)");
    assertThat(lines(run).get("kept-2000")).containsExactly("(b,7)");
  }

  @Test
  void initialStateWaitsForTheFirstRecordForDays() {
    StreamHarness run =
        start(mapping(TOTALS.initialState(Map.of("a", 5L, "b", 7L)).withSnapshots()));
    run.advance(Duration.ofDays(5));
    run.restart();
    run.advance(Duration.ofDays(5));
    run.restart();
    long now = run.now().toEpochMilli();
    send(run, now, new Event("z", 0, 1));
    run.advance(Duration.ofSeconds(1));

    assertThat(lines(run).get("states-" + (now + 1000))).containsExactly("(a,5)", "(b,7)", "(z,1)");
  }

  @Test
  void initialStateThatWaitedForDaysStillTimesOut() {
    StreamHarness run =
        start(mapping(TOTALS.initialState(Map.of("a", 5L)).timeout(Duration.ofSeconds(1))));
    run.advance(Duration.ofDays(5));
    run.restart();
    long now = run.now().toEpochMilli();
    send(run, now, new Event("z", 0, 1));
    run.advance(Duration.ofSeconds(3));

    assertThat(lines(run).get("totals-" + (now + 2000)))
        .containsExactly("a idle at 5", "z idle at 1");
  }

  @Test
  void mappedValueMeetsTheInitialState() {
    StreamHarness run = start(mapping(TOTALS.initialState(Map.of("a", 5L))));
    send(run, 100, new Event("a", 0, 2));
    send(run, 200, new Event("b", 0, 2));
    run.finish();

    assertThat(lines(run).get("totals-1000")).containsExactly("a=7", "b=2");
  }

  @Test
  void initialStateTimesOutAfterTheFirstInterval() {
    StreamHarness run =
        start(
            mapping(TOTALS.initialState(Map.of("a", 5L, "b", 7L)).timeout(Duration.ofSeconds(2))));
    send(run, 100, new Event("z", 0, 0));
    send(run, 1100, new Event("b", 0, 1));
    run.advanceTo(at(4500));

    assertThat(lines(run).get("totals-3000")).containsExactly("a idle at 5", "z idle at 0");
    assertThat(lines(run).get("totals-4000")).containsExactly("b idle at 8");
  }

  @Test
  void valueThatIsRefusedInTheFirstIntervalDoesNotKeepTheInitialStateForEver() {
    StateFunction<String, Long, Long, String> picky =
        (key, value, state) -> {
          if (value.isPresent()) {
            throw new IllegalArgumentException("refused");
          }
          return key + " idle at " + state.get();
        };
    StreamHarness run =
        start(
            mapping(
                StateSpec.function(picky, Codecs.int64())
                    .initialState(Map.of("a", 5L))
                    .timeout(Duration.ofSeconds(1))));
    send(run, 100, new Event("a", 0, 1));
    run.advanceTo(at(2500));

    assertThat(lines(run).get("totals-2000")).containsExactly("a idle at 5");
  }

  @Test
  void timeoutComesAtTheFirstBorderThatIsAtLeastSoFarBehind() {
    for (long timeoutMillis : List.of(1L, 1000L, 1001L, 2000L)) {
      StreamHarness run = start(mapping(TOTALS.timeout(Duration.ofMillis(timeoutMillis))));
      send(run, 300, new Event("a", 0, 1));
      run.advanceTo(at(5500));

      long border = 1000 + (timeoutMillis + 999) / 1000 * 1000;
      assertThat(lines(run).get("totals-" + border))
          .as("timeout of %s ms", timeoutMillis)
          .containsExactly("a idle at 1");
    }
  }

  @Test
  void valueInTheIntervalOfTheTimeoutKeepsTheState() {
    StreamHarness run = start(mapping(TOTALS.timeout(Duration.ofSeconds(1))));
    send(run, 300, new Event("a", 0, 1));
    send(run, 1999, new Event("a", 0, 1));
    run.advanceTo(at(3500));

    assertThat(lines(run).get("totals-2000")).containsExactly("a=2");
    assertThat(lines(run).get("totals-3000")).containsExactly("a idle at 2");
  }

  @Test
  void snapshotsHaveEveryStateBehindEveryInterval() {
    StreamHarness run =
        start(
            mapping(
                TOTALS
                    .initialState(Map.of("i", 5L))
                    .timeout(Duration.ofSeconds(2))
                    .withSnapshots()));
    send(run, 100, new Event("a", 0, 1));
    send(run, 200, new Event("a", 0, 1));
    send(run, 1100, new Event("b", 0, 3));
    run.advanceTo(at(4500));

    assertThat(lines(run).get("states-1000")).containsExactly("(a,2)", "(i,5)");
    assertThat(lines(run).get("states-2000")).containsExactly("(a,2)", "(b,3)", "(i,5)");
    assertThat(lines(run).get("states-3000")).containsExactly("(b,3)");
    assertThat(lines(run)).doesNotContainKey("states-4000");
    assertThat(lines(run).get("totals-1000")).containsExactly("a=1", "a=2");
    assertThat(lines(run).get("totals-3000")).containsExactly("a idle at 2", "i idle at 5");
  }

  @Test
  void snapshotsMustBeAskedForInTheSpec() {
    StreamApp app =
        stream ->
            pairs(events(stream)).mapWithState(TOTALS).stateSnapshots().saveAsTextFiles("states");

    assertThatThrownBy(() -> Plan.of(app, Map.of())).hasMessageContaining("withSnapshots()");
  }

  @Test
  void anotherInitialStateIsAnotherApp() {
    String none = digest(Map.of());
    assertThat(digest(Map.of("a", 1L))).isNotEqualTo(none).isEqualTo(digest(Map.of("a", 1L)));
    assertThat(digest(Map.of("a", 2L))).isNotEqualTo(digest(Map.of("a", 1L)));
    assertThat(digest(Map.of("b", 1L))).isNotEqualTo(digest(Map.of("a", 1L)));
  }

  private static String digest(Map<String, Long> initial) {
    return Plan.of(mapping(TOTALS.initialState(initial)), Map.of()).digest();
  }

  @Test
  void tableIsAnInitialStateIfEachKeyHasOneRow() {
    StreamApp app =
        stream ->
            pairs(events(stream))
                .mapWithState(
                    TOTALS.initialState(
                        stream.table(
                            "before",
                            line -> Pair.of(line.split(",")[0], Long.valueOf(line.split(",")[1])),
                            Codecs.int64())))
                .saveAsTextFiles("totals");

    StreamHarness run = StreamHarness.of(app).table("before", List.of("a,5", "b,6")).start();
    send(run, 100, new Event("a", 0, 2));
    run.finish();

    assertThat(run.lines("totals-1000")).containsExactly("a=7");
    assertThatThrownBy(() -> Plan.of(app, Map.of("before", List.of("a,5", "a,6"))))
        .hasMessageContaining("the table has 2 rows for a");
  }

  @Test
  void refusedValueOfManyDoesNotWriteTheStateForEachOfThem() {
    AtomicLong writes = new AtomicLong();
    Codec<Long> counting =
        new Codec<>() {
          @Override
          public void write(Long value, ByteOutput out) {
            writes.incrementAndGet();
            Codecs.int64().write(value, out);
          }

          @Override
          public Long read(ByteInput in) {
            return Codecs.int64().read(in);
          }
        };
    StateFunction<String, Long, Long, String> picky =
        (key, value, state) -> {
          if (value.orElseThrow() == 777) {
            throw new IllegalArgumentException("refused");
          }
          return total(key, value, state);
        };
    StreamHarness run = start(mapping(StateSpec.function(picky, counting)));
    for (int i = 0; i < 1000; i++) {
      send(run, 100, new Event("a", 0, i));
    }
    run.finish();

    assertThat(lines(run).get("totals-1000")).hasSize(999).contains("a=" + (499_500 - 777));
    assertThat(lines(run).get("dead-letter/mapWithState-1-1000.csv")).hasSize(1);
    assertThat(writes.get()).isLessThan(30);
  }

  @Test
  void misuseOfStateIsADeadLetterThatSaysWhatWasWrong() {
    StateFunction<String, Long, Long, String> misuse =
        (key, value, state) -> {
          switch (key) {
            case "get" -> state.get();
            case "update" -> {
              state.remove();
              state.update(1L);
            }
            case "remove" -> {
              state.remove();
              state.remove();
            }
            default -> state.update(1L);
          }
          return key;
        };
    StreamHarness run =
        start(mapping(StateSpec.function(misuse, Codecs.int64()).timeout(Duration.ofSeconds(1))));
    for (String key : List.of("get", "update", "remove", "late")) {
      send(run, 100, new Event(key, 0, 1));
    }
    run.advanceTo(at(2500));

    assertThat(lines(run).get("totals-1000")).containsExactly("late");
    assertThat(lines(run).get("dead-letter/mapWithState-1-1000.csv"))
        .hasSize(3)
        .anyMatch(row -> row.contains("get,1") && row.contains("SLUICE-S01"))
        .anyMatch(row -> row.contains("update,1") && row.contains("SLUICE-S02"))
        .anyMatch(row -> row.contains("remove,1") && row.contains("SLUICE-S02"));
    assertThat(lines(run).get("dead-letter/mapWithState-1-2000.csv"))
        .singleElement()
        .asString()
        .contains("late,timeout", "SLUICE-S03");
  }
}
