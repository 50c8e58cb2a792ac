package dev.sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Aggregator;
import dev.sluice.api.Decoder;
import dev.sluice.api.GlobalWindows;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Codecs that are made of others are other ones where those are. */
class ChangedCodecsTest {
  private static final Windows MINUTES = Windows.tumbling(Duration.ofMinutes(1));

  /** A codec that says nothing of its bytes. */
  private static final Codec<Long> OWN =
      new Codec<>() {
        @Override
        public void write(Long value, ByteOutput out) {
          out.writeSigned(value);
        }

        @Override
        public Long read(ByteInput in) {
          return in.readSigned();
        }
      };

  /** Keeps a pair of something and a sum. */
  private record Sums<V>(V some, Codec<Pair<V, Long>> codec)
      implements Aggregator<Long, Pair<V, Long>, Long> {
    @Override
    public Pair<V, Long> zero() {
      return Pair.of(some, 0L);
    }

    @Override
    public Pair<V, Long> add(Pair<V, Long> partial, Long value) {
      return Pair.of(some, partial.value() + value);
    }

    @Override
    public Pair<V, Long> combine(Pair<V, Long> left, Pair<V, Long> right) {
      return add(left, right.value());
    }

    @Override
    public Long lower(Pair<V, Long> partial) {
      return partial.value();
    }
  }

  private static PairDStream<String, Long> ones(StreamContext stream) {
    return stream
        .kinesis("lines", Decoder.utf8())
        .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64());
  }

  private static <V> StreamApp join(V left, Codec<V> lefts) {
    return stream ->
        ones(stream)
            .mapValues(one -> left, lefts)
            .window(MINUTES)
            .join(ones(stream).window(MINUTES))
            .saveAsTextFiles("rows");
  }

  private static <V> StreamApp sums(V some, Codec<V> codec) {
    return stream ->
        ones(stream)
            .aggregateByKeyAndWindow(
                new Sums<>(some, Pair.codec(codec, Codecs.int64())), MINUTES, Codecs.int64())
            .saveAsTextFiles("sums");
  }

  private static List<String> refusals(StreamApp before, StreamApp now) {
    return Plan.of(now, Map.of()).changeFrom(Plan.of(before, Map.of()).blueprint()).refusals();
  }

  /** What an earlier version of Sluice has kept of an app: it did not know these shapes. */
  private static Blueprint earlier(Blueprint now) {
    SortedMap<String, Part> parts = new TreeMap<>();
    now.parts()
        .forEach(
            (key, part) -> {
              SortedMap<String, String> traits = new TreeMap<>(part.traits());
              traits.replace("values", "side<int64,int64>", "custom");
              traits.replace("partials", "pair<lists<int64>,lists<int64>>", "custom");
              traits.replace("state", "held<lists<int64>>", "held<custom>");
              parts.put(key, new Part(part.kind(), traits, part.from()));
            });
    return new Blueprint(now.watermarks(), now.eventTimes(), now.streams(), parts);
  }

  @Test
  void joinOfOtherValuesIsRefused() {
    assertThat(refusals(join(1L, Codecs.int64()), join(2L, Codecs.int64()))).isEmpty();
    assertThat(refusals(join(1L, Codecs.int64()), join(1.0, Codecs.float64())))
        .singleElement()
        .asString()
        .startsWith("operator 'aggregate-1' is another one: its partials: ")
        .contains("pair<lists<float64>,lists<int64>>, was pair<lists<int64>,lists<int64>>")
        .contains("its values: side<float64,int64>, was side<int64,int64>");
  }

  @Test
  void partialsOfOtherPairsAreRefused() {
    assertThat(refusals(sums(1L, Codecs.int64()), sums(2L, Codecs.int64()))).isEmpty();
    assertThat(refusals(sums(1L, Codecs.int64()), sums(1.0, Codecs.float64())))
        .singleElement()
        .asString()
        .startsWith("operator 'aggregate-1' is another one: ")
        .contains("its partials: pair<float64,int64>, was pair<int64,int64>");
  }

  @Test
  void partialsWithOtherPairsInACollectionAreRefused() {
    Codec<Pair<Long, Long>> longs = Pair.codec(Codecs.int64(), Codecs.int64());
    Codec<Pair<Double, Long>> doubles = Pair.codec(Codecs.float64(), Codecs.int64());
    assertThat(refusals(sums(List.of(), Codecs.list(longs)), sums(List.of(), Codecs.list(longs))))
        .isEmpty();
    assertThat(
            List.of(
                refusals(
                    sums(List.of(), Codecs.list(longs)), sums(List.of(), Codecs.list(doubles))),
                refusals(sums(Set.of(), Codecs.set(longs)), sums(Set.of(), Codecs.set(doubles))),
                refusals(
                    sums(Map.of(), Codecs.map(Codecs.string(), longs)),
                    sums(Map.of(), Codecs.map(Codecs.string(), doubles))),
                refusals(
                    sums(Optional.empty(), Codecs.optional(longs)),
                    sums(Optional.empty(), Codecs.optional(doubles))),
                refusals(sums(null, Codecs.nullable(longs)), sums(null, Codecs.nullable(doubles)))))
        .allSatisfy(
            each ->
                assertThat(each)
                    .singleElement()
                    .asString()
                    .contains("custom<pair<float64,int64>>>,int64>, was ")
                    .contains("custom<pair<int64,int64>>>,int64>;"));
  }

  @Test
  void pairsInACollectionChangeOnceWithAnEarlierVersionAndGoThrough() {
    StreamApp app =
        sums(List.of(), Codecs.list(Pair.codec(Codecs.int64(), Codecs.list(Codecs.int64()))));
    Blueprint now = Plan.of(app, Map.of()).blueprint();
    for (String said : List.of("custom", "pair<list<custom>,int64>")) {
      Blueprint before = withPartials(now, said);
      assertThat(before).isNotEqualTo(now);
      assertThat(GraphChange.between(before, now, Set.of()).refusals()).isEmpty();
      assertThat(GraphChange.between(now, before, Set.of()).refusals()).hasSize(1);
    }
    assertThat(
            GraphChange.between(withPartials(now, "pair<list<int64>,int64>"), now, Set.of())
                .refusals())
        .hasSize(1);
  }

  private static Blueprint withPartials(Blueprint now, String partials) {
    SortedMap<String, Part> parts = new TreeMap<>();
    now.parts()
        .forEach(
            (key, part) -> {
              SortedMap<String, String> traits = new TreeMap<>(part.traits());
              traits.replace("partials", partials);
              parts.put(key, new Part(part.kind(), traits, part.from()));
            });
    return new Blueprint(now.watermarks(), now.eventTimes(), now.streams(), parts);
  }

  @Test
  void codecOfOnesOwnInAPairStaysApart() {
    assertThat(refusals(sums(1L, OWN), sums(2L, OWN))).isEmpty();
    assertThat(refusals(sums(1L, OWN), sums(1L, Codecs.int64())))
        .singleElement()
        .asString()
        .contains("its partials: pair<int64,int64>, was pair<custom,int64>");
  }

  @Test
  void whatEarlierVersionsDidNotSayIsNoChange() {
    StreamApp app =
        stream -> {
          join(1L, Codecs.int64()).define(stream);
          ones(stream).groupByKeyAndWindow(GlobalWindows.count(2)).saveAsTextFiles("groups");
        };
    Blueprint now = Plan.of(app, Map.of()).blueprint();
    Blueprint before = earlier(now);

    assertThat(before.parts().values().stream().flatMap(each -> each.traits().values().stream()))
        .contains("custom", "held<custom>");
    assertThat(GraphChange.between(before, now, Set.of()).refusals()).isEmpty();
    assertThat(GraphChange.between(now, before, Set.of()).refusals()).hasSize(2);
  }
}
