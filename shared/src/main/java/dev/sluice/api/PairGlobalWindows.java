package dev.sluice.api;

import dev.sluice.api.batch.Grouping;
import dev.sluice.api.global.GlobalLogic;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;

/** Results of each key in windows that never end, or of numbers of values. */
interface PairGlobalWindows<K, V> {

  /** The stream that these are methods of. */
  PairDStream<K, V> self();

  /**
   * Aggregates the values of each key in a window that never ends, or so many of them; see {@link
   * GlobalWindows}. Values cross the shuffle one by one and are added in the order of arrival.
   *
   * <pre>
   * values of a key:                               1   2   3   4   5   6   7
   * sum, GlobalWindows.count(3):                           6           15
   * sum, withTrigger(everyRecords(3)):                     6           21
   * </pre>
   *
   * @param <P> the type of the partials
   * @param <R> the type of the results
   * @param aggregator how values are put together
   * @param windows which values, and when there are results
   * @param results writes results
   * @return pairs of key and result
   */
  default <P, R> PairDStream<K, R> aggregateByKeyAndWindow(
      Aggregator<V, P, R> aggregator, GlobalWindows windows, Codec<R> results) {
    Objects.requireNonNull(aggregator, "aggregator");
    Objects.requireNonNull(windows, "windows");
    GlobalLogic<V, P, R> logic = new GlobalLogic<>(aggregator, windows);
    PairDStream<K, V> from = self();
    Node.Port port =
        new Node.Port(from.collected().node, 0, DStream.cast(from.keys), DStream.cast(from.values));
    Node node =
        new Node.Keyed(
            from.name, "globalWindow", List.of(port), logic.state(), logic, logic.traits());
    return new PairDStream<>(from.context, node, from.keys, results);
  }

  /**
   * Reduces the values of each key in a window that never ends, or so many of them; see {@link
   * GlobalWindows}.
   *
   * <pre>
   * batches of 1 s:                        | (a,1) |  | (a,2) |  | (a,4) |
   * max, withTrigger(every(3 s)):          3 s: (a,2)            6 s: (a,4)
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param windows which values, and when there are results
   * @return pairs of key and result
   */
  default PairDStream<K, V> reduceByKeyAndWindow(
      BinaryOperator<V> function, GlobalWindows windows) {
    Objects.requireNonNull(function, "function");
    Codec<V> values = self().values;
    return aggregateByKeyAndWindow(new Reducer<>(function, values), windows, values);
  }

  /**
   * Collects the values of each key in a window that never ends, or so many of them; see {@link
   * GlobalWindows}.
   *
   * <pre>
   * values of a key:                  1   2   3   4   5
   * GlobalWindows.count(2):               [1, 2]  [3, 4]
   * GlobalWindows.count(3, 2):            [1, 2]  [2, 3, 4]
   * </pre>
   *
   * @param windows which values, and when there are results
   * @return pairs of key and values, in the order of arrival
   */
  default PairDStream<K, List<V>> groupByKeyAndWindow(GlobalWindows windows) {
    Grouping<V> grouping = new Grouping<>(self().values);
    return aggregateByKeyAndWindow(grouping, windows, grouping.codec());
  }
}
