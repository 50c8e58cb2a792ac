package dev.sluice.api;

import dev.sluice.api.graph.Texts;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;

/**
 * A key and a value.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 * @param key by which values are grouped
 * @param value what is grouped
 */
public record Pair<K, V>(K key, V value) {

  /** A pair of a key and a value. */
  public static <K, V> Pair<K, V> of(K key, V value) {
    return new Pair<>(key, value);
  }

  /** The same two, the other way round. */
  public Pair<V, K> swap() {
    return new Pair<>(value, key);
  }

  /** A codec that writes the key's bytes, then the value's. */
  public static <K, V> Codec<Pair<K, V>> codec(Codec<K> keys, Codec<V> values) {
    return new Codec<>() {
      @Override
      public String shape() {
        return "pair<" + keys.shape() + "," + values.shape() + ">";
      }

      @Override
      public void write(Pair<K, V> pair, ByteOutput out) {
        keys.write(pair.key, out);
        values.write(pair.value, out);
      }

      @Override
      public Pair<K, V> read(ByteInput in) {
        return new Pair<>(keys.read(in), values.read(in));
      }
    };
  }

  /** As Spark prints a pair: {@code (key,value)}, bytes as base64. */
  @Override
  public String toString() {
    return "(" + Texts.of(key, value) + ")";
  }
}
