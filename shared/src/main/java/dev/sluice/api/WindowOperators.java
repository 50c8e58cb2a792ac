package dev.sluice.api;

import dev.sluice.codec.Codec;
import java.util.function.BinaryOperator;

/** Results of all values of a window: what {@code window} and another operator give together. */
interface WindowOperators<T> {

  /** The stream that these are methods of. */
  DStream<T> self();

  /**
   * Counts the values of each window.
   *
   * <pre>
   * windows of 10 s every 5 s:   values at 3 s and 7 s
   * [-5, 5):  1      [0, 10):  2      [5, 15):  1
   * </pre>
   *
   * @param windows how time is cut
   * @return one number for each window that has values, when it closes
   */
  default DStream<Long> countByWindow(Windows windows) {
    return self().window(windows).count();
  }

  /**
   * Counts how often each value occurs in each window.
   *
   * <pre>
   * windows of 10 s:                  a at 3 s, b at 4 s, a at 7 s, a at 12 s
   * [0, 10):  (a,2) (b,1)             [10, 20):  (a,1)
   * </pre>
   *
   * @param windows how time is cut
   * @param codec writes values; values with equal bytes are equal
   * @return for each value of a window, how often it occurs there
   */
  default PairDStream<T, Long> countByValueAndWindow(Windows windows, Codec<T> codec) {
    return self().window(windows).countByValue(codec);
  }

  /**
   * Reduces the values of each window to one.
   *
   * <pre>
   * windows of 10 s every 5 s, sum:   values 1 at 3 s, 2 at 7 s
   * [-5, 5):  1      [0, 10):  3      [5, 15):  2
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param windows how time is cut
   * @param codec writes values
   * @return one value for each window that has any, when it closes
   */
  default DStream<T> reduceByWindow(BinaryOperator<T> function, Windows windows, Codec<T> codec) {
    return self().window(windows).reduce(function, codec);
  }

  /**
   * The same as {@link #reduceByWindow(BinaryOperator, Windows, Codec)}. The inverse function is
   * not called: windows are put together from panes, each reduced once, so that nothing has to be
   * taken out again.
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param inverse accepted for those who have one
   * @param windows how time is cut
   * @param codec writes values
   * @return one value for each window that has any, when it closes
   */
  default DStream<T> reduceByWindow(
      BinaryOperator<T> function, BinaryOperator<T> inverse, Windows windows, Codec<T> codec) {
    return reduceByWindow(function, windows, codec);
  }
}
