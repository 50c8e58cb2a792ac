package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.ProtocolException;
import dev.sluice.testkit.StreamHarness;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Results of an operator that the next aggregation cannot take or write. */
class RefusedResultsTest {
  private static final String HALF = "\uD800";

  private static final long BAD = -100;

  /** Refuses negative numbers. */
  private static final Codec<Long> POSITIVE =
      new Codec<>() {
        @Override
        public void write(Long value, ByteOutput out) {
          if (value < 0) {
            throw new IllegalArgumentException("refused " + value);
          }
          Codecs.int64().write(value, out);
        }

        @Override
        public Long read(ByteInput in) {
          return Codecs.int64().read(in);
        }
      };

  /** Refuses numbers beyond 100. */
  private static final Codec<Long> SMALL =
      new Codec<>() {
        @Override
        public void write(Long value, ByteOutput out) {
          if (value > 100) {
            throw new IllegalStateException("refused " + value);
          }
          Codecs.int64().write(value, out);
        }

        @Override
        public Long read(ByteInput in) {
          return Codecs.int64().read(in);
        }
      };

  private enum First {
    AGGREGATION(pairs -> pairs.reduceByKey(Long::sum)),
    STATE(
        pairs ->
            pairs
                .<Long, Pair<String, Long>>mapWithState(
                    StateSpec.function(
                        (key, value, state) -> Pair.of(key, value.orElseThrow()), Codecs.int64()))
                .mapToPair(pair -> pair, Codecs.string(), Codecs.int64()));

    private final Function<PairDStream<String, Long>, PairDStream<String, Long>> operator;

    First(Function<PairDStream<String, Long>, PairDStream<String, Long>> operator) {
      this.operator = operator;
    }
  }

  /** What refuses a negative result. */
  private enum Next {
    KEY("half of a surrogate pair", pairs -> keyed(pairs).groupByKey()),
    VALUE("half of a surrogate pair", pairs -> valued(pairs).groupByKey()),
    VALUE_OF_WINDOW(
        "half of a surrogate pair", pairs -> valued(pairs).groupByKeyAndWindow(tumbling(1000))),
    ADD(
        "refused -100",
        pairs ->
            all(pairs, Codecs.int64())
                .aggregateByKey(() -> 0L, Next::add, Long::sum, Codecs.int64())),
    ADD_OF_WINDOW(
        "refused -100",
        pairs ->
            all(pairs, Codecs.int64())
                .aggregateByKeyAndWindow(
                    () -> 0L, Next::add, Long::sum, tumbling(1000), Codecs.int64())),
    CODEC("refused -100", pairs -> all(pairs, POSITIVE).reduceByKey(Long::sum)),
    CODEC_OF_WINDOW(
        "refused -100",
        pairs -> all(pairs, POSITIVE).reduceByKeyAndWindow(Long::sum, tumbling(1000)));

    private final String reason;
    private final Function<PairDStream<String, Long>, DStream<?>> operator;

    Next(String reason, Function<PairDStream<String, Long>, DStream<?>> operator) {
      this.reason = reason;
      this.operator = operator;
    }

    private static PairDStream<String, Long> keyed(PairDStream<String, Long> pairs) {
      return pairs.mapToPair(
          p -> Pair.of(p.value() < 0 ? HALF : "all", Math.abs(p.value())),
          Codecs.string(),
          Codecs.int64());
    }

    private static PairDStream<String, String> valued(PairDStream<String, Long> pairs) {
      return pairs.mapToPair(
          p -> Pair.of("all", p.value() < 0 ? HALF : "" + p.value()),
          Codecs.string(),
          Codecs.string());
    }

    private static PairDStream<String, Long> all(
        PairDStream<String, Long> pairs, Codec<Long> values) {
      return pairs.mapToPair(p -> Pair.of("all", p.value()), Codecs.string(), values);
    }

    private static Long add(Long sum, Long value) {
      if (value < 0) {
        throw new AssertionError("refused " + value);
      }
      return sum + value;
    }
  }

  private static Map<String, String> run(First first, Next next, boolean troubled) {
    StreamHarness run =
        StreamHarness.of(
                stream -> {
                  PairDStream<String, Long> results =
                      first.operator.apply(pairs(events(stream)).named("first"));
                  results.saveAsTextFiles("results");
                  next.operator.apply(results).saveAsTextFiles("next");
                })
            .buckets(2)
            .start();
    for (int batch = 0; batch < 2; batch++) {
      send(run, 1000 * batch + 100, new Event("a", 0, 3));
      send(run, 1000 * batch + 200, new Event("b", 0, BAD));
      send(run, 1000 * batch + 300, new Event("c", 0, 4));
      if (troubled) {
        run.redeliver(1);
        run.restart();
        run.advanceTo(Runs.at(1000 * batch + 999));
        run.restart();
      }
    }
    run.finish();
    assertThat(run.counters()).containsEntry("dead-letters", 2L);
    for (int border = 1000; border <= 2000; border += 1000) {
      assertThat(run.lines("results-" + border)).containsExactlyInAnyOrder("(a,3)", "(c,4)");
      assertThat(run.lines("next-" + border))
          .singleElement()
          .asString()
          .containsAnyOf("(all,7)", "(all,[3, 4])", "(all,[4, 3])");
    }
    return run.files();
  }

  @ParameterizedTest
  @CsvSource({
    "AGGREGATION,KEY",
    "AGGREGATION,VALUE",
    "AGGREGATION,VALUE_OF_WINDOW",
    "AGGREGATION,ADD",
    "AGGREGATION,ADD_OF_WINDOW",
    "AGGREGATION,CODEC",
    "AGGREGATION,CODEC_OF_WINDOW",
    "STATE,KEY",
    "STATE,VALUE",
    "STATE,VALUE_OF_WINDOW",
    "STATE,ADD",
    "STATE,ADD_OF_WINDOW",
    "STATE,CODEC",
    "STATE,CODEC_OF_WINDOW"
  })
  void resultThatTheNextAggregationRefusesIsADeadLetterAndAllElseGoesOn(First first, Next next) {
    Map<String, String> files = run(first, next, false);
    List<Map.Entry<String, String>> letters =
        files.entrySet().stream()
            .filter(each -> each.getKey().startsWith("dead-letter/") && !each.getValue().isEmpty())
            .filter(each -> !each.getKey().endsWith("_SUCCESS"))
            .toList();
    assertThat(letters).hasSize(2);
    assertThat(letters.get(0).getValue()).contains(next.reason).doesNotContain("SLUICE-E24");
    assertThat(run(first, next, true)).isEqualTo(files);
  }

  /** What results cannot do together, though each can alone. */
  private enum Meeting {
    ADD("add threw java.lang.ArithmeticException", Codecs.int64(), Long.MAX_VALUE),
    CODEC("codec threw java.lang.IllegalStateException", SMALL, 60);

    private final String message;
    private final Codec<Long> codec;
    private final long each;

    Meeting(String message, Codec<Long> codec, long each) {
      this.message = message;
      this.codec = codec;
      this.each = each;
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultsThatCannotMeetLetTheirBucketWaitWithAnErrorThatNamesOperatorAndKey(Meeting meeting) {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    Next.all(pairs(events(stream)).reduceByKey(Long::sum), meeting.codec)
                        .named("totals")
                        .reduceByKey(Math::addExact)
                        .saveAsTextFiles("totals"))
            .start();
    send(run, 100, new Event("a", 0, meeting.each));
    send(run, 200, new Event("b", 0, meeting.each));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> run.advanceTo(Runs.at(1500)))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("SLUICE-E24 operator 'totals'")
          .hasMessageContaining("key 'all': its " + meeting.message);
      run.restart();
    }
    assertThat(run.counters()).doesNotContainKey("dead-letters");
  }

  private record Mute(long value) {
    @Override
    public String toString() {
      throw new UnsupportedOperationException("no text");
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultWithoutATextIsADeadLetterThatSaysSo(First first) {
    Codec<Mute> codec =
        new Codec<>() {
          @Override
          public void write(Mute mute, ByteOutput out) {
            Codecs.int64().write(mute.value, out);
          }

          @Override
          public Mute read(ByteInput in) {
            return new Mute(Codecs.int64().read(in));
          }
        };
    StreamHarness run =
        StreamHarness.of(
                stream -> {
                  PairDStream<String, Mute> mutes =
                      pairs(events(stream)).mapValues(Mute::new, codec);
                  DStream<?> results =
                      first == First.AGGREGATION
                          ? mutes.named("mutes").reduceByKey((a, b) -> b)
                          : mutes
                              .named("mutes")
                              .mapWithState(
                                  StateSpec.<String, Mute, Long, Mute>function(
                                      (key, value, state) -> value.orElseThrow(), Codecs.int64()));
                  results.saveAsTextFiles("results");
                })
            .start();
    send(run, 100, new Event("a", 0, 1));
    run.finish();
    assertThat(run.lines("dead-letter/mutes-1000.csv"))
        .singleElement()
        .asString()
        .contains("no text", "Mute whose text threw java.lang.UnsupportedOperationException");
  }
}
