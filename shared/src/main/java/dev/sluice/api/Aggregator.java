package dev.sluice.api;

import dev.sluice.codec.Codec;

/**
 * Aggregates values into partials that can be combined: in the shard where a record arrives, then
 * across shards, intervals and the panes of a window.
 *
 * <pre>
 * shard 1:   add(add(zero, 1), 2)  = P12
 * shard 2:   add(zero, 5)          = P5
 * bucket:    combine(P12, P5)      = P125      one for each key and pane
 * window:    combine(combine(zero, P125), P7)  = P1257
 * result:    lower(P1257)
 * </pre>
 *
 * <p>{@code combine} must be associative, and {@code add(p, v)} the same as {@code combine(p,
 * add(zero(), v))}. It need not be commutative: partials are combined in the order of (pane,
 * interval, lane, position).
 *
 * <p>A record that {@code add} or the codec refuses by itself, put to {@code zero}, becomes a dead
 * letter, and so does such a result of another operator. Records that cannot meet are none: which
 * ones do in a shard depends on how calls are cut. They meet behind the shuffle, where none can be
 * left out: where {@code combine}, {@code add} or the codec throws there, the bucket stops with
 * SLUICE-E24, which names operator and key, until the code is mended, and nothing is lost. In
 * sessions and windows that never end, values come to the bucket one by one: one for which {@code
 * add} throws there, or {@code combine} of the sessions that it joins, becomes a dead letter alone.
 * So does a result for which {@code lower} throws, or {@code combine} of a window that never ends.
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

  /**
   * Both partials in one; it may be the left one, changed, or the right one. The right one stays as
   * it is.
   */
  P combine(P left, P right);

  /** The result; the partial stays as it is. */
  R lower(P partial);

  /** How partials are stored. */
  Codec<P> codec();
}
