package dev.sluice.api;

import dev.sluice.api.batch.Grouping;
import dev.sluice.api.graph.Node;
import dev.sluice.api.session.SessionLogic;
import dev.sluice.codec.Codec;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;

/** Results of each key in each of its sessions. */
interface PairSessions<K, V> {

  /** The stream that these are methods of. */
  PairDStream<K, V> self();

  /**
   * Aggregates the values of each key in each session; see {@link SessionWindows}. Values cross the
   * shuffle one by one and are added in the order of arrival; where a value makes one session of
   * several, their partials are combined in the order of time.
   *
   * <pre>
   * gap 5 s, count:   (a,_) at 0 s, 3 s, 11 s
   * [0, 8):  (a,2)      [11, 16):  (a,1)
   * </pre>
   *
   * @param aggregator how values are put together; {@code combine} need not be commutative
   * @param sessions how time is cut
   * @param results writes results
   * @return one pair for each session, when it closes
   */
  default <P, R> PairDStream<K, R> aggregateByKeyAndWindow(
      Aggregator<V, P, R> aggregator, SessionWindows<? super V> sessions, Codec<R> results) {
    Objects.requireNonNull(aggregator, "aggregator");
    SessionLogic<V, P, R> logic = new SessionLogic<>(aggregator, sessions);
    PairDStream<K, V> from = self();
    Node.Port port =
        new Node.Port(from.node, 0, DStream.cast(from.keys), DStream.cast(from.values));
    Node node =
        new Node.Keyed(from.name, "sessions", List.of(port), logic.state(), logic, logic.traits());
    return new PairDStream<>(from.context, node, from.keys, results);
  }

  /**
   * Reduces the values of each key in each session.
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param sessions how time is cut
   * @return one pair for each session, when it closes
   */
  default PairDStream<K, V> reduceByKeyAndWindow(
      BinaryOperator<V> function, SessionWindows<? super V> sessions) {
    Objects.requireNonNull(function, "function");
    Codec<V> values = self().values;
    return aggregateByKeyAndWindow(new Reducer<>(function, values), sessions, values);
  }

  /**
   * Collects the values of each key in each session.
   *
   * @param sessions how time is cut
   * @return the values of each session, in the order of arrival within those that were one before
   */
  default PairDStream<K, List<V>> groupByKeyAndWindow(SessionWindows<? super V> sessions) {
    Grouping<V> grouping = new Grouping<>(self().values);
    return aggregateByKeyAndWindow(grouping, sessions, grouping.codec());
  }
}
