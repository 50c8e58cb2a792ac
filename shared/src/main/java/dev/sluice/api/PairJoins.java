package dev.sluice.api;

import dev.sluice.api.batch.CoGrouping;
import dev.sluice.api.batch.Side;
import dev.sluice.api.graph.Cut;
import dev.sluice.api.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Joins of two streams by key, within each batch interval. Two windowed streams are joined within
 * each window; both need the same windows. Results of windows are joined with results of the same
 * windows, window by window.
 *
 * <pre>
 * interval:                 1                    2              3
 * this:                     (a,1) (a,2) (b,3)    (a,4)
 * other:                    (a,x) (a,y)          (c,z)          (a,x)
 * cogroup:                  (a,([1, 2],[x, y]))  (a,([4],[]))   (a,([],[x]))
 *                           (b,([3],[]))         (c,([],[z]))
 * join:                     (a,(1,x)) (a,(1,y))
 *                           (a,(2,x)) (a,(2,y))
 * </pre>
 *
 * <p>Keys are equal where their bytes are. A null key is refused by its codec, and the record
 * becomes a dead letter; with {@code Codecs.nullable} it is a key like any other, which matches
 * itself. What is of another interval does not match, whatever its event time: for pairs that come
 * at different times there are windows.
 */
interface PairJoins<K, V> {

  /** The stream that these are methods of. */
  PairDStream<K, V> self();

  /**
   * Collects the values of each key from two streams.
   *
   * <pre>
   * interval:    1                    2
   * this:        (a,1) (a,2)          (b,3)
   * other:       (a,x)                (c,z)
   * cogroup:     (a,([1, 2],[x]))     (b,([3],[]))  (c,([],[z]))
   * </pre>
   *
   * @param <W> the type of the other stream's values
   * @param other pairs of the same context with the same bytes of keys; may be this stream too
   * @return for each key of a batch the values of both, each in the order of lane and position
   */
  default <W> PairDStream<K, Pair<List<V>, List<W>>> cogroup(PairDStream<K, W> other) {
    PairDStream<K, V> left = self();
    PairDStream<K, W> right = other;
    if (Cut.of(left.node).isWindowed() != Cut.of(right.node).isWindowed()) {
      left = left.collected();
      right = right.collected();
    }
    CoGrouping<V, W> groups = new CoGrouping<>(left.values, right.values);
    DStream<?> rights = right.stateless("cogroup", tagged(false));
    Node both = left.stateless("cogroup", tagged(true)).joined(rights);
    return new PairDStream<>(self().context, both, left.keys, groups.sides(), self().name)
        .aggregateByKey(groups, groups.codec());
  }

  private static Node.Step tagged(boolean left) {
    return (value, element, out) -> {
      Pair<?, ?> pair = (Pair<?, ?>) value;
      out.accept(Pair.of(pair.key(), new Side(left, pair.value())));
    };
  }

  /**
   * Gives each value of this stream with each value that the other one has for the key.
   *
   * <pre>
   * interval:    1                        2
   * this:        (a,1) (a,2) (b,3)        (a,4)
   * other:       (a,x)
   * join:        (a,(1,x)) (a,(2,x))
   * </pre>
   *
   * @param <W> the type of the other stream's values
   * @param other pairs of the same context with the same bytes of keys; may be this stream too
   * @return for each key the pairs, in the order of this stream's values, then of the other's
   */
  default <W> PairDStream<K, Pair<V, W>> join(PairDStream<K, W> other) {
    return cogroup(other)
        .flatMapValues(Joined::inner, PairDStream.both(self().values, other.values));
  }

  /**
   * Like {@link #join(PairDStream)}, and a pair with an empty right side for each value of this
   * stream whose key the other one does not have.
   *
   * <pre>
   * interval:         1                              2
   * this:             (a,1) (b,3)                    (a,4)
   * other:            (a,x) (c,z)
   * leftOuterJoin:    (a,(1,[x])) (b,(3,[]))         (a,(4,[]))
   * </pre>
   *
   * <p>A value that is null is an empty {@code Optional}, too.
   *
   * @param <W> the type of the other stream's values
   * @param other pairs of the same context with the same bytes of keys; may be this stream too
   * @return for each key the pairs, in the order of this stream's values, then of the other's
   */
  default <W> PairDStream<K, Pair<V, Optional<W>>> leftOuterJoin(PairDStream<K, W> other) {
    return cogroup(other)
        .flatMapValues(
            Joined::left, PairDStream.both(self().values, Joined.optional(other.values)));
  }

  /**
   * Like {@link #join(PairDStream)}, and a pair with an empty left side for each value of the other
   * stream whose key this one does not have.
   *
   * <pre>
   * interval:          1                              2
   * this:              (a,1) (b,3)
   * other:             (a,x) (c,z)                    (a,y)
   * rightOuterJoin:    (a,([1],x)) (c,([],z))         (a,([],y))
   * </pre>
   *
   * <p>A value that is null is an empty {@code Optional}, too.
   *
   * @param <W> the type of the other stream's values
   * @param other pairs of the same context with the same bytes of keys; may be this stream too
   * @return for each key the pairs, in the order of this stream's values, then of the other's
   */
  default <W> PairDStream<K, Pair<Optional<V>, W>> rightOuterJoin(PairDStream<K, W> other) {
    return cogroup(other)
        .flatMapValues(
            Joined::right, PairDStream.both(Joined.optional(self().values), other.values));
  }

  /**
   * Like {@link #join(PairDStream)}, and a pair with one empty side for each value whose key the
   * other stream does not have.
   *
   * <pre>
   * interval:         1                                          2
   * this:             (a,1) (b,3)
   * other:            (a,x) (c,z)                                (a,y)
   * fullOuterJoin:    (a,([1],[x])) (b,([3],[])) (c,([],[z]))    (a,([],[y]))
   * </pre>
   *
   * <p>A value that is null is an empty {@code Optional}, too.
   *
   * @param <W> the type of the other stream's values
   * @param other pairs of the same context with the same bytes of keys; may be this stream too
   * @return for each key the pairs, in the order of this stream's values, then of the other's
   */
  default <W> PairDStream<K, Pair<Optional<V>, Optional<W>>> fullOuterJoin(
      PairDStream<K, W> other) {
    return cogroup(other)
        .flatMapValues(
            Joined::full,
            PairDStream.both(Joined.optional(self().values), Joined.optional(other.values)));
  }
}
