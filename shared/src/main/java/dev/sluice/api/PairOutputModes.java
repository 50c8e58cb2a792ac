package dev.sluice.api;

import dev.sluice.codec.Codec;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * Aggregations by key with an output mode, as in Structured Streaming: over all time, or by window.
 *
 * <pre>
 * batches:                        | (a,1) (b,5) |     | (a,2) |           nothing
 * reduceByKey(sum, UPDATE):       | (a,1) (b,5) |     | (a,3) |
 * reduceByKey(sum, COMPLETE):     | (a,1) (b,5) |     | (a,3) (b,5) |
 *
 * windows of 10 s, event times:   | a@3 a@12    |     | a@4   |     watermark reaches 10 s
 * AndWindow, APPEND:                                                [0, 10): a twice
 * AndWindow, UPDATE:              | [0, 10): a once, [10, 20): a once |   | [0, 10): a twice |
 * AndWindow, COMPLETE:            the same |          | [0, 10): a twice, [10, 20): a once |
 * </pre>
 *
 * <p>Results of UPDATE and COMPLETE replace earlier ones, so they can't flow into another
 * aggregation or operator by key, which would count both (SLUICE-P19). On a windowed stream,
 * operators without windows of their own take those of the stream.
 */
interface PairOutputModes<K, V> {

  /** The stream that these are methods of. */
  PairDStream<K, V> self();

  /**
   * Aggregates all values of each key since the app began.
   *
   * <pre>
   * sum:         | 1 2 |    | 4 |    | other keys |
   * UPDATE:      | 3   |    | 7 |    |            |
   * COMPLETE:    | 3   |    | 7 |    | 7          |
   * </pre>
   *
   * @param <P> the type of the partials
   * @param <R> the type of the results
   * @param aggregator how values are put together
   * @param results writes results
   * @param mode UPDATE for the keys with values in a batch, COMPLETE for all keys in each batch
   *     with records; APPEND is refused (SLUICE-P34), as no result is ever final
   * @return pairs of key and result
   */
  default <P, R> PairDStream<K, R> aggregateByKey(
      Aggregator<V, P, R> aggregator, Codec<R> results, OutputMode mode) {
    Objects.requireNonNull(aggregator, "aggregator");
    Objects.requireNonNull(mode, "mode");
    return self()
        .aggregate(aggregator, Optional.empty(), results, Optional.of(mode), Optional.empty());
  }

  /**
   * Reduces all values of each key since the app began; see {@link #aggregateByKey}.
   *
   * <pre>
   * batches:         | (a,1) (b,5) |    | (a,2)       |
   * sum, UPDATE:     | (a,1) (b,5) |    | (a,3)       |
   * sum, COMPLETE:   | (a,1) (b,5) |    | (a,3) (b,5) |
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param mode as in {@link #aggregateByKey}
   * @return pairs of key and result
   */
  default PairDStream<K, V> reduceByKey(BinaryOperator<V> function, OutputMode mode) {
    Objects.requireNonNull(function, "function");
    return aggregateByKey(new Reducer<>(function, self().values), self().values, mode);
  }

  /**
   * Aggregates the values of each key in each window.
   *
   * <ul>
   *   <li>APPEND: a window's results when it closes, as without a mode.
   *   <li>UPDATE: in each batch the results that it changed, of windows that are not closed. Files
   *       are named like revisions, {@code <prefix>-<window end>-r<border>}; the last one of a key
   *       holds. Nothing more comes when a window closes.
   *   <li>COMPLETE: in each batch with records all results of all windows, in files named by the
   *       border; {@code mapWithWindow} tells the windows. No window is ever forgotten, and no
   *       value is late.
   * </ul>
   *
   * <pre>
   * windows of 10 s, sum:   1@3 s, 2@7 s          3@8 s
   * UPDATE:                 [0, 10): 3            [0, 10): 6
   * files:                  out-10000-r1000       out-10000-r2000
   * </pre>
   *
   * @param <P> the type of the partials
   * @param <R> the type of the results
   * @param aggregator how values are put together
   * @param windows how time is cut
   * @param results writes results
   * @param mode which results come when
   * @return pairs of key and result
   */
  default <P, R> PairDStream<K, R> aggregateByKeyAndWindow(
      Aggregator<V, P, R> aggregator, Windows windows, Codec<R> results, OutputMode mode) {
    Objects.requireNonNull(aggregator, "aggregator");
    Objects.requireNonNull(windows, "windows");
    Objects.requireNonNull(mode, "mode");
    return self()
        .aggregate(aggregator, Optional.of(windows), results, Optional.of(mode), Optional.empty());
  }

  /**
   * Reduces the values of each key in each window; see {@link #aggregateByKeyAndWindow}.
   *
   * <pre>
   * windows of 10 s, sum:   (a,1) at 3 s, (b,5) at 4 s      (a,2) at 8 s
   * UPDATE:                 [0, 10): (a,1) (b,5)            [0, 10): (a,3)
   * COMPLETE:               [0, 10): (a,1) (b,5)            [0, 10): (a,3) (b,5)
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param windows how time is cut
   * @param mode which results come when
   * @return pairs of key and result
   */
  default PairDStream<K, V> reduceByKeyAndWindow(
      BinaryOperator<V> function, Windows windows, OutputMode mode) {
    Objects.requireNonNull(function, "function");
    return aggregateByKeyAndWindow(
        new Reducer<>(function, self().values), windows, self().values, mode);
  }

  /**
   * Aggregates the values of each key in each window, and gives results before a window closes,
   * too; see {@link EarlyResults}. They can't flow into another aggregation (SLUICE-P19).
   *
   * <pre>
   * windows of 60 s, sum, every 10 s of arrival time:
   * arrival:     2 s: 1    5 s: 2       12 s: 4                        watermark 60 s
   * results:                    10 s: 3         20 s: 7     ...        7
   * </pre>
   *
   * @param <P> the type of the partials
   * @param <R> the type of the results
   * @param aggregator how values are put together
   * @param windows how time is cut
   * @param results writes results
   * @param early how often
   * @return pairs of key and result, early ones and final ones
   */
  default <P, R> PairDStream<K, R> aggregateByKeyAndWindow(
      Aggregator<V, P, R> aggregator, Windows windows, Codec<R> results, EarlyResults early) {
    Objects.requireNonNull(aggregator, "aggregator");
    Objects.requireNonNull(windows, "windows");
    Objects.requireNonNull(early, "early");
    return self()
        .aggregate(aggregator, Optional.of(windows), results, Optional.empty(), Optional.of(early));
  }

  /**
   * Reduces the values of each key in each window, and gives results before a window closes, too;
   * see {@link EarlyResults}.
   *
   * <pre>
   * windows of 60 s, sum, every 2 records, batches:   | (a,1) |  | (a,2) |   watermark 60 s
   * results:                                                     early 3     3
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param windows how time is cut
   * @param early how often
   * @return pairs of key and result, early ones and final ones
   */
  default PairDStream<K, V> reduceByKeyAndWindow(
      BinaryOperator<V> function, Windows windows, EarlyResults early) {
    Objects.requireNonNull(function, "function");
    return aggregateByKeyAndWindow(
        new Reducer<>(function, self().values), windows, self().values, early);
  }
}
