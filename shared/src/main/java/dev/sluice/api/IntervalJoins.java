package dev.sluice.api;

import dev.sluice.api.graph.Node;
import dev.sluice.api.join.JoinRows;
import dev.sluice.api.join.JoinWithin;
import dev.sluice.api.join.Outer;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Joins of two streams by key and event time, whenever the values come: a left value of time t and
 * a right one match if the right one's time lies in {@code [t - before, t + after]}, both
 * inclusive.
 *
 * <pre>
 * impressions.joinWithin(clicks, 0 s, 10 s), out-of-orderness 5 s; key@time:
 *
 * batch:                   1         2             3         4         5
 * impressions:             a@10      b@12                    d@20      e@28
 * clicks:                  a@9       a@20  a@21    a@15      b@29
 * watermark behind it:     4         7             7         15        23
 * joinWithin:                        a@10-20       a@10-15
 * leftOuterJoinWithin:               a@10-20       a@10-15             b@12 alone
 * </pre>
 *
 * <p>A value is kept until the watermark (that of both streams together) says that no partner can
 * come any more: a left one until it is past t + after, a right one until it is past t + before. An
 * outer join gives a value that has found none at that moment, once, and never one that has. Values
 * before the watermark go to the late output and take no part.
 *
 * <p>Results of a batch come in the order in which the later one of each pair arrived, then by that
 * of the earlier one; those without partner behind them, left ones first. A pair has the time of
 * the later one, a value alone the last time that a partner could have had (its own where that is
 * later), so that no window behind finds one late. A result for which user code behind throws
 * becomes a dead letter alone. Keys are equal where their bytes are.
 */
interface IntervalJoins<K, V> {

  /** The stream that these are methods of. */
  PairDStream<K, V> self();

  /**
   * Gives each value of this stream with each one of the other that has the key and lies within the
   * bounds.
   *
   * <pre>
   * before 0 s, after 10 s, key@time:
   * this:        a@10                   b@30
   * other:       a@10  a@20  a@21       b@29
   * result:      a@10-10  a@10-20
   * </pre>
   *
   * @param <W> the type of the other stream's values
   * @param other pairs of the same context with the same bytes of keys; may be this stream too
   * @param before how long before a value of this stream its partners begin; negative for behind it
   * @param after how long after a value of this stream its partners end; negative for before it,
   *     but not before they begin
   * @return the pairs
   */
  default <W> PairDStream<K, Pair<V, W>> joinWithin(
      PairDStream<K, W> other, Duration before, Duration after) {
    Node node = join("joinWithin", other, new JoinWithin(Outer.NONE, before, after));
    return joined(node, PairDStream.both(self().values, other.values));
  }

  /**
   * Like {@link #joinWithin}, and each value of this stream that found no partner with an empty
   * right side, once none can come any more.
   *
   * <pre>
   * before 0 s, after 10 s:   a@10 of this stream, none of the other:
   * watermark 20 s:           nothing, as a@20 may come
   * watermark 20.001 s:       (a,(a@10,[])), with the time 20 s
   * </pre>
   *
   * @param <W> the type of the other stream's values
   * @param other as in {@link #joinWithin}
   * @param before as in {@link #joinWithin}
   * @param after as in {@link #joinWithin}
   * @return the pairs; a right value that is null is an empty {@code Optional}, too
   */
  default <W> PairDStream<K, Pair<V, Optional<W>>> leftOuterJoinWithin(
      PairDStream<K, W> other, Duration before, Duration after) {
    Node node = join("leftOuterJoinWithin", other, new JoinWithin(Outer.LEFT, before, after));
    return joined(node, PairDStream.both(self().values, Joined.optional(other.values)));
  }

  /**
   * Like {@link #joinWithin}, and each value of the other stream that found no partner with an
   * empty left side, once none can come any more.
   *
   * <pre>
   * before 5 s, after 10 s:   a@10 of the other stream, none of this one:
   * watermark 15 s:           nothing, as a@15 may come
   * watermark 15.001 s:       (a,([],a@10)), with the time 15 s
   * </pre>
   *
   * @param <W> the type of the other stream's values
   * @param other as in {@link #joinWithin}
   * @param before as in {@link #joinWithin}
   * @param after as in {@link #joinWithin}
   * @return the pairs; a left value that is null is an empty {@code Optional}, too
   */
  default <W> PairDStream<K, Pair<Optional<V>, W>> rightOuterJoinWithin(
      PairDStream<K, W> other, Duration before, Duration after) {
    Node node = join("rightOuterJoinWithin", other, new JoinWithin(Outer.RIGHT, before, after));
    return joined(node, PairDStream.both(Joined.optional(self().values), other.values));
  }

  /**
   * Like {@link #joinWithin}, and each value of either stream that found no partner with the other
   * side empty, once none can come any more.
   *
   * <pre>
   * before 5 s, after 10 s, watermark 30 s at once:
   * this:        a@10      b@12
   * other:       a@12      c@13
   * result:      (a,([a@10],[a@12]))  (b,([b@12],[]))  (c,([],[c@13]))
   * </pre>
   *
   * @param <W> the type of the other stream's values
   * @param other as in {@link #joinWithin}
   * @param before as in {@link #joinWithin}
   * @param after as in {@link #joinWithin}
   * @return the pairs; a value that is null is an empty {@code Optional}, too
   */
  default <W> PairDStream<K, Pair<Optional<V>, Optional<W>>> fullOuterJoinWithin(
      PairDStream<K, W> other, Duration before, Duration after) {
    Node node = join("fullOuterJoinWithin", other, new JoinWithin(Outer.FULL, before, after));
    return joined(
        node, PairDStream.both(Joined.optional(self().values), Joined.optional(other.values)));
  }

  private <W> Node join(String kind, PairDStream<K, W> other, JoinWithin logic) {
    Objects.requireNonNull(other, "other");
    self().context.requireSame(other.context);
    List<Node.Port> ports = List.of(port(self().collected(), 0), port(other.collected(), 1));
    Codec<Object> state =
        DStream.cast(JoinRows.codec(ports.get(0).values(), ports.get(1).values()));
    return new Node.Keyed(
        self().name, kind, ports, Optional.ofNullable(state), logic, logic.traits());
  }

  private <R> PairDStream<K, R> joined(Node node, Codec<R> results) {
    return new PairDStream<>(self().context, node, self().keys, results);
  }

  private static <K, X> Node.Port port(PairDStream<K, X> stream, int index) {
    return new Node.Port(
        stream.node, index, DStream.cast(stream.keys), DStream.cast(stream.values));
  }
}
