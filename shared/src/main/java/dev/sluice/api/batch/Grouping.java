package dev.sluice.api.batch;

import dev.sluice.api.Aggregator;
import dev.sluice.codec.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All values, in their order. */
public final class Grouping<V> implements Aggregator<V, List<V>, List<V>> {
  private final Codec<List<V>> codec;

  /**
   * @param values may be missing; then the partials have none either
   */
  public Grouping(Codec<V> values) {
    this.codec = values == null ? null : Lists.codec(values);
  }

  @Override
  public List<V> zero() {
    return new ArrayList<>();
  }

  @Override
  public List<V> add(List<V> partial, V value) {
    partial.add(value);
    return partial;
  }

  @Override
  public List<V> combine(List<V> left, List<V> right) {
    left.addAll(right);
    return left;
  }

  @Override
  public List<V> lower(List<V> partial) {
    return Collections.unmodifiableList(partial);
  }

  @Override
  public Codec<List<V>> codec() {
    return codec;
  }
}
