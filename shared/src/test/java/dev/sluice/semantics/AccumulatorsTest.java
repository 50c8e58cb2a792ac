package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Accumulator;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.control.Status;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counters that functions add to. */
class AccumulatorsTest {
  private static final long UNLUCKY = 13;

  /** Counts events, and their values, and refuses one of them behind that. */
  private static final StreamApp COUNTS =
      stream -> {
        Accumulator count = stream.accumulator("count");
        Accumulator sum = stream.accumulator("sum");
        events(stream)
            .map(
                event -> {
                  count.add(1);
                  sum.add(event.value());
                  if (event.value() == UNLUCKY) {
                    throw new IllegalArgumentException("unlucky");
                  }
                  return event.line();
                })
            .saveAsTextFiles("events");
      };

  private static Event value(long value) {
    return new Event("k" + value, 0, value);
  }

  @Test
  void additionsCountOnceWhateverIsDeliveredAgainAndWhoeverDies() {
    StreamHarness run = start(COUNTS);
    for (long value = 1; value <= 9; value++) {
      send(run, 100 * value, value(value));
    }
    run.advanceTo(at(950));
    assertThat(run.accumulator("sum")).isEqualTo(45);
    run.redeliver(2);
    run.restart();
    run.redeliver(5);
    send(run, 1500, value(5));
    run.finish();

    assertThat(run.accumulator("count")).isEqualTo(10);
    assertThat(run.accumulator("sum")).isEqualTo(50);
  }

  @Test
  void recordThatBecomesDeadLetterAddsNothing() {
    StreamHarness run = start(COUNTS);
    send(run, 100, value(1));
    send(run, 100, value(UNLUCKY));
    send(run, 100, value(2));
    run.finish();

    assertThat(run.accumulator("count")).isEqualTo(2);
    assertThat(run.accumulator("sum")).isEqualTo(3);
  }

  @Test
  void nothingAddedIsZeroAndOtherNamesAreRefused() {
    StreamHarness run = start(COUNTS);

    assertThat(run.accumulator("count")).isZero();
    assertThatThrownBy(() -> run.accumulator("cuont"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the app has no accumulator 'cuont'; it has [count, sum]");
  }

  @Test
  void valueThatStateRefusesAddsNothingThoughItsKeyIsRunAgain() {
    StreamHarness run =
        start(
            stream -> {
              Accumulator calls = stream.accumulator("calls");
              pairs(events(stream))
                  .<Long, Long>mapWithState(
                      StateSpec.function(
                          (key, value, state) -> {
                            calls.add(1);
                            calls.add(value.orElseThrow());
                            if (value.get() == UNLUCKY) {
                              throw new IllegalArgumentException("unlucky");
                            }
                            return value.get() == 2 ? null : value.get();
                          },
                          Codecs.int64()))
                  .saveAsTextFiles("values");
            });
    for (long value : new long[] {1, 2, UNLUCKY, 4, UNLUCKY, UNLUCKY, 7, 8}) {
      send(run, 100, new Event("same", 0, value));
    }
    run.finish();

    assertThat(run.accumulator("calls")).isEqualTo(5 + 1 + 2 + 4 + 7 + 8);
  }

  @Test
  void resultThatIsRefusedBehindAnAggregationAddsNothing() {
    StreamHarness run =
        start(
            stream -> {
              Accumulator results = stream.accumulator("results");
              pairs(events(stream))
                  .reduceByKeyAndWindow(Long::sum, tumbling(1000))
                  .map(
                      pair -> {
                        results.add(pair.value());
                        if (pair.value() == UNLUCKY) {
                          throw new IllegalArgumentException("unlucky");
                        }
                        return pair;
                      })
                  .saveAsTextFiles("sums");
            });
    send(run, 100, new Event("a", 0, 5));
    send(run, 200, new Event("a", 0, 8));
    send(run, 300, new Event("b", 0, 2));
    send(run, 400, new Event("b", 0, 1));
    send(run, 400, new Event("c", 0, 4));
    run.finish();

    assertThat(run.accumulator("results")).isEqualTo(7);
  }

  @Test
  void twoRunsOfOneAppCountForThemselves() {
    StreamHarness one = start(COUNTS);
    StreamHarness other = start(COUNTS);
    send(one, 100, value(1));
    send(other, 100, value(2));
    one.finish();
    other.finish();

    assertThat(one.accumulator("sum")).isEqualTo(1);
    assertThat(other.accumulator("sum")).isEqualTo(2);
  }

  @Test
  void additionWhereValuesAreCombinedStopsTheBucket() {
    StreamHarness run =
        start(
            stream -> {
              Accumulator sums = stream.accumulator("sums");
              pairs(events(stream))
                  .reduceByKey(
                      (a, b) -> {
                        sums.add(1);
                        return a + b;
                      })
                  .saveAsTextFiles("sums");
            });
    send(run, 100, new Event("a", 0, 1));
    send(run, 100, new Event("a", 0, 2));

    assertThatThrownBy(run::finish)
        .hasMessageStartingWith("SLUICE-E24")
        .hasMessageContaining(
            "SLUICE-S08 accumulator 'sums' is added to where values are combined");
    assertThat(run.accumulator("sums")).isZero();
  }

  @Test
  void additionWhereWindowsAreCombinedStopsTheBucketAlsoBehindARefusedResult() {
    StreamHarness run =
        start(
            stream -> {
              Accumulator sums = stream.accumulator("sums");
              pairs(events(stream).withEventTime(Event::time, Duration.ofMinutes(1)))
                  .reduceByKeyAndWindow(
                      (a, b) -> {
                        sums.add(1);
                        return a + b;
                      },
                      sliding(2000, 1000))
                  .map(
                      pair -> {
                        throw new IllegalArgumentException("refused");
                      })
                  .saveAsTextFiles("sums");
            });
    send(run, 500, new Event("a", 500, 1));
    send(run, 500, new Event("a", 1500, 2));

    assertThatThrownBy(run::finish).hasMessageContaining("SLUICE-S08");
  }

  @Test
  void sinkThatAddsStopsItsBucketAndSaysWhy() {
    StreamHarness run =
        start(
            stream -> {
              Accumulator rows = stream.accumulator("rows");
              pairs(events(stream)).foreachBatch((batch, info) -> rows.add(batch.size()));
            });
    send(run, 100, new Event("a", 0, 1));

    assertThatThrownBy(run::finish)
        .hasStackTraceContaining("SLUICE-S08 accumulator 'rows' is added to outside");
  }

  @Test
  void functionOfAnotherDefinitionIsTold() {
    class Kept implements StreamApp {
      private Accumulator count;

      @Override
      public void define(StreamContext stream) {
        count = stream.accumulator("count");
        events(stream)
            .map(
                event -> {
                  count.add(1);
                  return event;
                })
            .saveAsTextFiles("events");
      }
    }
    Kept app = new Kept();
    StreamHarness run = start(app);
    start(app); // overwrites the field
    send(run, 100, value(1));
    run.finish();

    assertThat(run.accumulator("count")).isZero();
    assertThat(run.lines("dead-letter/events-1000.csv"))
        .singleElement()
        .asString()
        .contains("SLUICE-S08", "another definition of the app");
  }

  @Test
  void additionBeyondTheLimitOfLanesMakesDeadLetter() {
    StreamHarness run =
        StreamHarness.of(
                stream -> {
                  Accumulator sum = stream.accumulator("sum");
                  events(stream)
                      .map(
                          event -> {
                            sum.add(event.value() / 2);
                            sum.add(event.value() / 2);
                            return event;
                          })
                      .saveAsTextFiles("events");
                })
            .shards(1)
            .start();
    long most = Accumulator.MAX_LANE_SUM;
    for (long value : new long[] {most + 2, most, 2, -2, 2, Long.MIN_VALUE, -most, -most, -2}) {
      send(run, 100, value(value));
    }
    run.finish();

    assertThat(run.accumulator("sum")).isEqualTo(-most);
    assertThat(run.lines("dead-letter/events-1000.csv"))
        .hasSize(4)
        .allMatch(line -> line.contains("SLUICE-S09 accumulator 'sum' would be beyond"));
  }

  @Test
  void sessionsCountTheirResults() {
    StreamHarness run =
        start(
            stream -> {
              Accumulator sessions = stream.accumulator("sessions");
              timedPairs(stream)
                  .reduceByKeyAndWindow(Long::sum, SessionWindows.withGap(Duration.ofMillis(10)))
                  .map(
                      pair -> {
                        sessions.add(1);
                        return pair;
                      })
                  .saveAsTextFiles("sessions");
            });
    for (long time : new long[] {0, 5, 30, 100, 108}) {
      send(run, 500, new Event("a", time, 1));
    }
    run.finish();

    assertThat(run.accumulator("sessions")).isEqualTo(3);
  }

  @Test
  void appThatWasNeverStartedHasNothing() {
    MemoryClock clock = new MemoryClock(Instant.EPOCH);
    CountingMetrics metrics = new CountingMetrics();
    MemoryLog log = new MemoryLog(clock, metrics);

    Status status = Status.of(COUNTS, Map.of(), log, new MemoryObjects(metrics), clock);

    assertThat(status.started()).isFalse();
    assertThat(status.accumulators()).isEmpty();
  }

  @Test
  void namesAreCheckedWhenTheGraphIsBuilt() {
    assertThatThrownBy(() -> start(named("a", "b", "a", "a")))
        .hasMessageContaining("SLUICE-P37 'a' names two accumulators");
    assertThatThrownBy(() -> start(named("")))
        .hasMessageContaining("SLUICE-P38 the accumulator's name ''");
    assertThatThrownBy(() -> start(named("x".repeat(65), "a b")))
        .hasMessageContaining("SLUICE-P38 the accumulator's name 'x")
        .hasMessageContaining("SLUICE-P38 the accumulator's name 'a b'");
    start(named("x".repeat(64), "clicks.by-user_1"));
    assertThatThrownBy(() -> start(stream -> manyIn(stream, 65)))
        .hasMessageContaining("SLUICE-P36 the app has 65, and may have 64 accumulators");
    start(stream -> manyIn(stream, 64));
  }

  private static StreamApp named(String... names) {
    return stream -> {
      List.of(names).forEach(stream::accumulator);
      events(stream).saveAsTextFiles("events");
    };
  }

  private static void manyIn(StreamContext stream, int count) {
    for (int i = 0; i < count; i++) {
      stream.accumulator("a" + i);
    }
    events(stream).saveAsTextFiles("events");
  }
}
