package dev.sluice.api;

import dev.sluice.codec.Codec;
import java.util.function.BinaryOperator;

/**
 * An aggregator whose partials are values: the first one, then what the function makes of two. Null
 * is a partial of no values; so null values, of a codec that takes them, are left out.
 */
record Reducer<V>(BinaryOperator<V> function, Codec<V> codec) implements Aggregator<V, V, V> {

  @Override
  public V zero() {
    return null;
  }

  @Override
  public V add(V partial, V value) {
    return combine(partial, value);
  }

  @Override
  public V combine(V left, V right) {
    if (left == null) {
      return right;
    }
    return right == null ? left : function.apply(left, right);
  }

  @Override
  public V lower(V partial) {
    return partial;
  }
}
