package dev.sluice.api.batch;

import dev.sluice.api.Aggregator;
import dev.sluice.api.Pair;
import dev.sluice.codec.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All values of two streams, each stream's in their order. */
public final class CoGrouping<V, W>
    implements Aggregator<Side, Pair<List<V>, List<W>>, Pair<List<V>, List<W>>> {
  private final Codec<Pair<List<V>, List<W>>> codec;
  private final Codec<Side> sides;

  /** Codecs may be missing; then the partials and sides have none either. */
  public CoGrouping(Codec<V> left, Codec<W> right) {
    boolean missing = left == null || right == null;
    this.codec = missing ? null : Pair.codec(Lists.codec(left), Lists.codec(right));
    this.sides = Side.codec(cast(left), cast(right));
  }

  /** How values are written together with their side. */
  public Codec<Side> sides() {
    return sides;
  }

  @Override
  public Pair<List<V>, List<W>> zero() {
    return Pair.of(new ArrayList<>(), new ArrayList<>());
  }

  @Override
  public Pair<List<V>, List<W>> add(Pair<List<V>, List<W>> partial, Side side) {
    if (side.left()) {
      partial.key().add(CoGrouping.<V>cast(side.value()));
    } else {
      partial.value().add(CoGrouping.<W>cast(side.value()));
    }
    return partial;
  }

  @Override
  public Pair<List<V>, List<W>> combine(Pair<List<V>, List<W>> left, Pair<List<V>, List<W>> right) {
    left.key().addAll(right.key());
    left.value().addAll(right.value());
    return left;
  }

  @Override
  public Pair<List<V>, List<W>> lower(Pair<List<V>, List<W>> partial) {
    return Pair.of(
        Collections.unmodifiableList(partial.key()), Collections.unmodifiableList(partial.value()));
  }

  @Override
  public Codec<Pair<List<V>, List<W>>> codec() {
    return codec;
  }

  /** Sides are made of typed streams, so what comes out has the type of its side. */
  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
