package dev.sluice.api;

import dev.sluice.codec.Codec;
import java.util.function.BinaryOperator;

/** An aggregator whose partials are values: the first one, then what the function makes of two. */
record Reducer<V>(BinaryOperator<V> function, Codec<V> codec) implements Aggregator<V, V, V> {

  @Override
  public V zero() {
    return null;
  }

  @Override
  public V add(V partial, V value) {
    return partial == null ? value : function.apply(partial, value);
  }

  @Override
  public V combine(V left, V right) {
    return left == null ? right : function.apply(left, right);
  }

  @Override
  public V lower(V partial) {
    return partial;
  }
}
