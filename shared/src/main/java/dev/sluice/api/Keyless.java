package dev.sluice.api;

import dev.sluice.api.graph.Texts;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;

/** Puts all values under one key, for results of all of them. */
final class Keyless {
  /** Late outputs show it as the key. */
  private static final String KEY = "all";

  /** Any value as text: for operators that do not look at values, and late outputs, which do. */
  static final Codec<Object> TEXT =
      new Codec<>() {
        @Override
        public void write(Object value, ByteOutput out) {
          out.writeString(Texts.of(value));
        }

        @Override
        public Object read(ByteInput in) {
          return in.readString();
        }
      };

  private Keyless() {}

  static <V> PairDStream<String, V> of(DStream<? extends V> stream, Codec<V> codec) {
    return named(stream, stream.mapToPair(value -> Pair.of(KEY, value), Codecs.string(), codec));
  }

  /** Pairs of each value and the number one. */
  static <T> PairDStream<T, Long> ones(DStream<T> stream, Codec<T> codec) {
    return named(stream, stream.mapToPair(value -> Pair.of(value, 1L), codec, Codecs.int64()));
  }

  /** Pairs made of a stream, which take its name. */
  static <K, V> PairDStream<K, V> named(DStream<?> stream, PairDStream<K, V> pairs) {
    return new PairDStream<>(pairs.context, pairs.node, pairs.keys, pairs.values, stream.name());
  }
}
