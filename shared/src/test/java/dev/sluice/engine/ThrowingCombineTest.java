package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that cannot be put together behind the shuffle: who, what, and what happens then. */
class ThrowingCombineTest {
  private static final Windows SLIDING =
      Windows.sliding(Duration.ofSeconds(4), Duration.ofSeconds(2));

  private enum Kind {
    BATCH(pairs -> pairs.reduceByKey(add())),
    ALL_TIME(pairs -> pairs.reduceByKey(add(), OutputMode.UPDATE)),
    PANE(pairs -> pairs.reduceByKeyAndWindow(add(), SLIDING)),
    WINDOW(pairs -> pairs.reduceByKeyAndWindow(add(), SLIDING));

    private final UnaryOperator<PairDStream<String, Long>> aggregation;

    Kind(UnaryOperator<PairDStream<String, Long>> aggregation) {
      this.aggregation = aggregation;
    }

    private static BinaryOperator<Long> add() {
      return Math::addExact;
    }

    /** Two values of a pane come in different calls; those of a window in different panes. */
    private long secondMillis() {
      return this == WINDOW ? 3_500 : 500;
    }

    private StreamApp app() {
      return stream -> aggregation.apply(pairs(stream).named("sums")).saveAsTextFiles("sums");
    }
  }

  @ParameterizedTest
  @EnumSource
  void bucketWaitsWithAnErrorThatNamesOperatorAndKeyAndOthersGoOn(Kind kind) {
    StreamHarness run = StreamHarness.of(kind.app()).buckets(64).start();
    send(run, 500, "full", Long.MAX_VALUE);
    if (kind != Kind.WINDOW) {
      run.advanceTo(Instant.ofEpochMilli(600)); // a call of its own
    }
    send(run, kind.secondMillis(), "full", 1);
    send(run, kind.secondMillis(), "other", 2);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> run.advanceTo(Instant.ofEpochMilli(7_000)))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("SLUICE-E24 operator 'sums'")
          .hasMessageContaining("key 'full'")
          .hasMessageContaining("long overflow");
      run.restart();
    }
    Map<String, String> files = run.files();
    assertThat(files.toString()).contains("(other,2)").doesNotContain("(full,-");
  }

  @Test
  void valueThatIsRefusedInTheShardIsADeadLetterAndTheRestOfTheCallGoesOn() {
    StreamApp app =
        stream ->
            pairs(stream)
                .aggregateByKey(
                    () -> 0L,
                    (sum, value) -> {
                      if (value == 2) {
                        throw new AssertionError("none of these");
                      }
                      return sum + value;
                    },
                    Long::sum,
                    TestCodecs.LONG)
                .saveAsTextFiles("sums");
    StreamHarness run = StreamHarness.of(app).start();
    send(run, 500, "twice", 1);
    send(run, 500, "twice", 2);
    send(run, 500, "once", 3);
    run.finish();
    assertThat(run.lines("sums-1000")).containsExactly("(once,3)", "(twice,1)");
    assertThat(run.counters()).containsEntry("dead-letters", 1L);
  }

  private static StreamApp sums(BinaryOperator<Long> function) {
    return stream -> pairs(stream).named("sums").reduceByKey(function).saveAsTextFiles("sums");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesThatCannotMeetWaitForAMendedFunctionHoweverCallsAreCut(boolean cut) {
    StreamHarness run = StreamHarness.of(sums(Math::addExact)).shards(1).start();
    long[] values = {1, Long.MAX_VALUE, 2, Long.MAX_VALUE, 3};
    for (int i = 0; i < values.length; i++) {
      send(run, 500 + i, "full", values[i]);
      if (cut) {
        run.advanceTo(Instant.ofEpochMilli(500 + i));
      }
    }
    assertThatThrownBy(run::finish)
        .hasMessageContaining("SLUICE-E24 operator 'sums'")
        .hasMessageContaining("key 'full': its combine threw");
    run.restart(sums((a, b) -> Math.max(a, b)));
    run.finish();
    assertThat(run.lines("sums-1000")).containsExactly("(full," + Long.MAX_VALUE + ")");
    assertThat(run.counters())
        .containsEntry("records", (long) values.length)
        .doesNotContainKey("dead-letters");
  }

  private static PairDStream<String, Long> pairs(StreamContext stream) {
    return stream
        .kinesis("readings", Decoder.utf8())
        .map(Reading::parse)
        .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
  }

  private static void send(StreamHarness run, long stamp, String key, long value) {
    run.send("readings", Instant.ofEpochMilli(stamp), key, key + ",0," + value);
  }
}
