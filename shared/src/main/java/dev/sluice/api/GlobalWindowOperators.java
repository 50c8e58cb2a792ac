package dev.sluice.api;

import dev.sluice.api.batch.Counting;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.Objects;
import java.util.function.BinaryOperator;

/** Results of all values in windows that never end, or of numbers of values. */
interface GlobalWindowOperators<T> {

  /** The stream that these are methods of. */
  DStream<T> self();

  /**
   * Counts all values in a window that never ends; see {@link GlobalWindows}.
   *
   * <pre>
   * batches of 1 s:                       | 5  7 |   | 5 |   | 1 |
   * withTrigger(every(3 s)):              3 s: 3             6 s: 4
   * </pre>
   *
   * @param windows which values, and when there are results
   * @return the numbers
   */
  default DStream<Long> countByWindow(GlobalWindows windows) {
    return Keyless.of(self(), Keyless.TEXT)
        .aggregateByKeyAndWindow(new Counting<>(), windows, Codecs.int64())
        .map(Pair::value);
  }

  /**
   * Counts how often each value occurs in a window that never ends; see {@link GlobalWindows}. A
   * trigger by number counts each value for itself.
   *
   * <pre>
   * values:                                     5   7   5   5   7   5
   * withTrigger(everyRecords(2)):                       (5,2)   (7,2)(5,4)
   * </pre>
   *
   * @param windows which values, and when there are results
   * @param codec writes values; values with equal bytes are equal
   * @return for each value, how often it occurs
   */
  default PairDStream<T, Long> countByValueAndWindow(GlobalWindows windows, Codec<T> codec) {
    return Keyless.ones(self(), codec)
        .aggregateByKeyAndWindow(new Counting<>(), windows, Codecs.int64());
  }

  /**
   * Reduces all values in a window that never ends to one, or so many of them; see {@link
   * GlobalWindows}.
   *
   * <pre>
   * values:                         1   2   3   4   5   6   7
   * sum, GlobalWindows.count(3):            6           15
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param windows which values, and when there are results
   * @param codec writes values
   * @return the results
   */
  default DStream<T> reduceByWindow(
      BinaryOperator<T> function, GlobalWindows windows, Codec<T> codec) {
    Objects.requireNonNull(function, "function");
    return Keyless.of(self(), codec).reduceByKeyAndWindow(function, windows).map(Pair::value);
  }
}
