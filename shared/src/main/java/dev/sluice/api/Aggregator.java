package dev.sluice.api;

import dev.sluice.codec.Codec;

/**
 * Aggregates values into partials that can be combined: in the shard where a record arrives, then
 * across shards, intervals and the panes of a window.
 *
 * <p>{@code combine} must be associative, and {@code add(p, v)} the same as {@code combine(p,
 * add(zero(), v))}. It need not be commutative: partials are combined in the order of (pane,
 * interval, lane, position).
 *
 * @param <V> what is aggregated
 * @param <P> the partial
 * @param <R> the result
 */
public interface Aggregator<V, P, R> {

  /** A new partial of no values. */
  P zero();

  /** The partial with one more value; it may be the same object, changed. */
  P add(P partial, V value);

  /** Both partials in one; it may be the left one, changed. The right one stays as it is. */
  P combine(P left, P right);

  /** The result; the partial stays as it is. */
  R lower(P partial);

  /** How partials are stored. */
  Codec<P> codec();
}
