package dev.sluice.api;

import dev.sluice.api.batch.Grouping;
import dev.sluice.api.graph.Node;
import dev.sluice.api.session.SessionLogic;
import dev.sluice.codec.Codec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    return aggregate(aggregator, sessions, results, OutputMode.APPEND, Optional.empty());
  }

  /**
   * Aggregates the values of each key in each session.
   *
   * <ul>
   *   <li>APPEND: a session's result when it closes, as without a mode.
   *   <li>COMPLETE: in each batch with records all sessions of all keys, in files named by the
   *       border; {@code mapWithWindow} tells the sessions. None is ever forgotten, and no value is
   *       late.
   *   <li>UPDATE is refused (SLUICE-P42), as in Spark: a session that grows is another window, so
   *       that nothing says which result a new one replaces. {@link EarlyResults} give open
   *       sessions.
   * </ul>
   *
   * <pre>
   * gap 5 s, count:   batch 1: (a,_) at 0 s, 8 s              batch 2: (a,_) at 4 s
   * COMPLETE:         [0, 5):  (a,1)   [8, 13):  (a,1)        [0, 13):  (a,3)
   * </pre>
   *
   * @param aggregator how values are put together; {@code combine} need not be commutative
   * @param sessions how time is cut
   * @param results writes results
   * @param mode which results come when
   * @return pairs of key and result
   */
  default <P, R> PairDStream<K, R> aggregateByKeyAndWindow(
      Aggregator<V, P, R> aggregator,
      SessionWindows<? super V> sessions,
      Codec<R> results,
      OutputMode mode) {
    Objects.requireNonNull(mode, "mode");
    return aggregate(aggregator, sessions, results, mode, Optional.empty());
  }

  /**
   * Aggregates the values of each key in each session, and gives results before a session closes,
   * too; see {@link EarlyResults}. They have the bounds that the session has by then, and can't
   * flow into another aggregation (SLUICE-P19). By number, each session counts the values that no
   * early result stands for, modulo the number; where sessions become one, their rests are added.
   *
   * <pre>
   * gap 5 s, count, early every 2 records, batches:
   * (a,_) at 0 s     (a,_) at 3 s              (a,_) at 4 s      (a,_) at 7 s, 30 s
   * early:           out-8000-e2000: (a,2)                       out-12000: (a,4), as it is over
   * </pre>
   *
   * @param aggregator how values are put together; {@code combine} need not be commutative
   * @param sessions how time is cut
   * @param results writes results
   * @param early how often
   * @return pairs of key and result, early ones and final ones
   */
  default <P, R> PairDStream<K, R> aggregateByKeyAndWindow(
      Aggregator<V, P, R> aggregator,
      SessionWindows<? super V> sessions,
      Codec<R> results,
      EarlyResults early) {
    Objects.requireNonNull(early, "early");
    return aggregate(aggregator, sessions, results, OutputMode.APPEND, Optional.of(early));
  }

  private <P, R> PairDStream<K, R> aggregate(
      Aggregator<V, P, R> aggregator,
      SessionWindows<? super V> sessions,
      Codec<R> results,
      OutputMode mode,
      Optional<EarlyResults> early) {
    Objects.requireNonNull(aggregator, "aggregator");
    Objects.requireNonNull(sessions, "sessions");
    SessionLogic<V, P, R> logic = new SessionLogic<>(aggregator, sessions, mode, early);
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
   * <pre>
   * gap 5 s, sum:   (a,1) at 0 s, (a,2) at 3 s, (a,4) at 11 s
   * [0, 8):  (a,3)      [11, 16):  (a,4)
   * </pre>
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
   * Reduces the values of each key in each session; see {@link #aggregateByKeyAndWindow(Aggregator,
   * SessionWindows, Codec, OutputMode)}.
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param sessions how time is cut
   * @param mode which results come when
   * @return pairs of key and result
   */
  default PairDStream<K, V> reduceByKeyAndWindow(
      BinaryOperator<V> function, SessionWindows<? super V> sessions, OutputMode mode) {
    Objects.requireNonNull(function, "function");
    Codec<V> values = self().values;
    return aggregateByKeyAndWindow(new Reducer<>(function, values), sessions, values, mode);
  }

  /**
   * Reduces the values of each key in each session, and gives results before a session closes, too;
   * see {@link #aggregateByKeyAndWindow(Aggregator, SessionWindows, Codec, EarlyResults)}.
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param sessions how time is cut
   * @param early how often
   * @return pairs of key and result, early ones and final ones
   */
  default PairDStream<K, V> reduceByKeyAndWindow(
      BinaryOperator<V> function, SessionWindows<? super V> sessions, EarlyResults early) {
    Objects.requireNonNull(function, "function");
    Codec<V> values = self().values;
    return aggregateByKeyAndWindow(new Reducer<>(function, values), sessions, values, early);
  }

  /**
   * Collects the values of each key in each session.
   *
   * <pre>
   * gap 5 s:        (a,1) at 0 s, (a,2) at 3 s, (a,4) at 11 s
   * [0, 8):  (a,[1, 2])      [11, 16):  (a,[4])
   * </pre>
   *
   * @param sessions how time is cut
   * @return the values of each session, in the order of arrival within those that were one before
   */
  default PairDStream<K, List<V>> groupByKeyAndWindow(SessionWindows<? super V> sessions) {
    Grouping<V> grouping = new Grouping<>(self().values);
    return aggregateByKeyAndWindow(grouping, sessions, grouping.codec());
  }
}
