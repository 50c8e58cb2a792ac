package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.graph.Texts;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.ProtocolException;
import dev.sluice.testkit.StreamHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exceptions of user code, keys and values whose text cannot be had. */
class WordlessErrorsTest {
  private static final String NO_TEXT = UnsupportedOperationException.class.getName();

  private static final class Wordless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException("no words");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new UnsupportedOperationException("no cause");
    }
  }

  /** A key, or a value. */
  private record Mute(String name) {
    private static final Codec<Mute> CODEC =
        new Codec<>() {
          @Override
          public void write(Mute mute, ByteOutput out) {
            Codecs.string().write(mute.name, out);
          }

          @Override
          public Mute read(ByteInput in) {
            return new Mute(Codecs.string().read(in));
          }
        };

    @Override
    public String toString() {
      throw new UnsupportedOperationException("no text");
    }
  }

  private static long refuseSeven(long value) {
    if (value == 7) {
      throw new Wordless();
    }
    return value;
  }

  /** Where 7 is refused. */
  private enum Where {
    IN_THE_SHARD(pairs -> refuse(pairs).reduceByKey(Long::sum)),
    IN_ADD(
        pairs ->
            pairs.aggregateByKey(
                () -> 0L, (sum, value) -> sum + refuseSeven(value), Long::sum, Codecs.int64())),
    BEHIND_AN_AGGREGATION(pairs -> refuse(pairs.reduceByKey(Long::sum))),
    WITH_STATE(
        pairs ->
            pairs.<Long, Long>mapWithState(
                StateSpec.function(
                    (key, value, state) -> refuseSeven(value.orElseThrow()), Codecs.int64()))),
    BEHIND_STATE(
        pairs ->
            pairs
                .<Long, Long>mapWithState(
                    StateSpec.function((key, value, state) -> value.orElseThrow(), Codecs.int64()))
                .map(WordlessErrorsTest::refuseSeven));

    private final Function<PairDStream<String, Long>, DStream<?>> operator;

    Where(Function<PairDStream<String, Long>, DStream<?>> operator) {
      this.operator = operator;
    }

    private static PairDStream<String, Long> refuse(PairDStream<String, Long> pairs) {
      return pairs.mapValues(WordlessErrorsTest::refuseSeven, Codecs.int64());
    }
  }

  @ParameterizedTest
  @EnumSource
  void exceptionWithoutATextIsADeadLetterThatSaysSo(Where where) {
    StreamHarness run =
        StreamHarness.of(
                stream -> where.operator.apply(pairs(events(stream))).saveAsTextFiles("out"))
            .start();
    send(run, 100, new Event("a", 0, 7));
    send(run, 200, new Event("b", 0, 1));
    run.finish();
    assertThat(run.lines("out-1000")).singleElement().asString().contains("1");
    assertThat(run.counters()).containsEntry("dead-letters", 1L);
    assertThat(run.files().toString())
        .contains("Wordless whose text threw java.lang.UnsupportedOperationException");
  }

  @Test
  void valuesThatCannotMeetAreToldWithTheirOperatorWhateverTheTextsOfKeyAndReason() {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    events(stream)
                        .mapToPair(
                            event -> Pair.of(new Mute(event.key()), event.value()),
                            Mute.CODEC,
                            Codecs.int64())
                        .named("sums")
                        .reduceByKey((a, b) -> refuseSeven(a + b))
                        .saveAsTextFiles("out"))
            .shards(1)
            .start();
    send(run, 100, new Event("a", 0, 3));
    send(run, 200, new Event("a", 0, 4));
    assertThatThrownBy(run::finish)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E24 operator 'sums'")
        .hasMessageContaining("Mute whose text threw java.lang.UnsupportedOperationException': its")
        .hasMessageContaining("Wordless whose text threw");
  }

  @Test
  void valueWithoutATextHidesNoneOfTheOthersInTheDeadLetterOfTheirCall() {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    events(stream)
                        .mapToPair(
                            event ->
                                Pair.of(
                                    event.key(),
                                    Pair.of(event.value(), new Mute("" + event.value()))),
                            Codecs.string(),
                            Pair.codec(Codecs.int64(), Mute.CODEC))
                        .named("states")
                        .<Long>updateStateByKey(
                            (values, state) -> {
                              throw new IllegalStateException("refused");
                            },
                            Codecs.int64())
                        .saveAsTextFiles("out"))
            .shards(1)
            .start();
    send(run, 100, new Event("a", 0, 3));
    send(run, 200, new Event("a", 0, 4));
    run.finish();
    String mute = Mute.class.getName() + " whose text threw " + NO_TEXT;
    assertThat(run.lines("dead-letter/states-1000.csv"))
        .singleElement()
        .asString()
        .contains("a,[(3," + mute + "), (4," + mute + ")]");
  }

  @Test
  void textOfAListThatIsInItselfIsThatOfItsClass() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    list.add(list);
    assertThat(Texts.shown(Optional.of(list)))
        .isEqualTo("java.util.Optional whose text threw java.lang.StackOverflowError");
    assertThat(Texts.shown(Optional.of(new Mute("a"))))
        .isEqualTo("Optional[" + Mute.class.getName() + " whose text threw " + NO_TEXT + "]");
  }
}
