package dev.sluice.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/** Results of each key in each window. */
interface PairWindowOperators<K, V> {

  /** The stream that these are methods of. */
  PairDStream<K, V> self();

  /**
   * Makes a value of each window's result as {@code mapWithWindow} does, with a function that is
   * told whether the result is an early one or a revision: sinks outside need it, as their rows
   * have no file whose name says so.
   *
   * <pre>
   * windows of 10 s, sum, early every 2 records, batches:   | (a,1) (a,2) |     | watermark 10 s |
   * mapResults(r -> r.value() + " " + r.early()):           | 3 true      |     | 3 false        |
   * </pre>
   *
   * @param <U> the type of the results
   * @param function makes a value of a window's result
   * @return the results
   */
  default <U> DStream<U> mapResults(Fn<? super WindowResult<K, V>, ? extends U> function) {
    Objects.requireNonNull(function, "function");
    return self()
        .collected(self().name)
        .stateless(
            "mapWithWindow",
            (value, element, out) -> {
              Pair<K, V> pair = DStream.cast(value);
              Optional<Instant> revision =
                  element.revision().stream().mapToObj(Instant::ofEpochMilli).findAny();
              out.accept(
                  function.apply(
                      new WindowResult<>(
                          element.window(), pair.key(), pair.value(), element.early(), revision)));
            });
  }

  /**
   * Collects the values of each key in each window.
   *
   * <pre>
   * windows of 10 s every 5 s:   (a,1) at 3 s, (a,2) at 7 s
   * [-5, 5):  (a,[1])      [0, 10):  (a,[1, 2])      [5, 15):  (a,[2])
   * </pre>
   *
   * @param windows how time is cut
   * @return for each key of a window its values, in the order of pane, interval, lane and position
   */
  default PairDStream<K, List<V>> groupByKeyAndWindow(Windows windows) {
    return self().window(windows).groupByKey();
  }

  /**
   * Reduces the values of each key in each window, and takes an inverse function as Spark does. The
   * inverse is not called: windows are put together from panes, each reduced once, so that nothing
   * has to be taken out again. So the result is that without an inverse, and a key without values
   * in a window has no result there, where Spark gives what the inverse has left of the last one.
   *
   * <pre>
   * windows of 10 s every 5 s, sum:   (a,1) at 3 s, (a,2) at 7 s
   * [-5, 5):  (a,1)      [0, 10):  (a,3)      [5, 15):  (a,2)      [10, 20):  none
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param inverse accepted for those who have one
   * @param windows how time is cut
   * @return one pair for each key that has values in a window, when the window closes
   */
  default PairDStream<K, V> reduceByKeyAndWindow(
      BinaryOperator<V> function, BinaryOperator<V> inverse, Windows windows) {
    return self().reduceByKeyAndWindow(function, windows);
  }

  /**
   * The same as {@link #reduceByKeyAndWindow(BinaryOperator, BinaryOperator, Windows)}, and leaves
   * out the results that do not fulfil a condition. What is left out of one window still counts in
   * the next one, as far as its values belong to it.
   *
   * <pre>
   * windows of 10 s every 5 s, sum, above 2:   (a,1) at 3 s, (a,2) at 7 s
   * [-5, 5):  none      [0, 10):  (a,3)      [5, 15):  none
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param inverse accepted for those who have one
   * @param windows how time is cut
   * @param filter says which results are kept
   * @return one pair for each key that has values in a window and a result that is kept
   */
  default PairDStream<K, V> reduceByKeyAndWindow(
      BinaryOperator<V> function,
      BinaryOperator<V> inverse,
      Windows windows,
      Predicate<? super Pair<K, V>> filter) {
    return reduceByKeyAndWindow(function, inverse, windows).filter(filter);
  }
}
