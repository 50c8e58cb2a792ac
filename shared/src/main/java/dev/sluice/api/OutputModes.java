package dev.sluice.api;

import dev.sluice.api.batch.Counting;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * Results of all values with an output mode, over all time or by window, and early results of
 * windows: what {@link PairOutputModes} gives for each key, for all values together.
 *
 * <pre>
 * batches:                      | 5  7  5 |         | 1 |       nothing
 * count(UPDATE):                | 3       |         | 4 |
 * reduce(sum, .., UPDATE):      | 17      |         | 18 |
 * countByValue(.., UPDATE):     | (5,2) (7,1) |     | (1,1) |
 * countByValue(.., COMPLETE):   | (5,2) (7,1) |     | (1,1) (5,2) (7,1) |
 * </pre>
 *
 * <p>Over all time APPEND is refused (SLUICE-P34), as no result is ever final. Results of UPDATE
 * and COMPLETE, and early ones, can't flow into another aggregation or operator by key
 * (SLUICE-P19). On a windowed stream, {@code count}, {@code countByValue} and {@code reduce} take
 * its windows.
 */
interface OutputModes<T> {

  /** The stream that these are methods of. */
  DStream<T> self();

  /**
   * Counts all values since the app began.
   *
   * <pre>
   * batches:            | 5  7  5 |     | 1 |
   * count(UPDATE):      | 3       |     | 4 |
   * </pre>
   *
   * @param mode UPDATE for a number in each batch with values, COMPLETE for one in each batch with
   *     records of any stream
   * @return the number so far
   */
  default DStream<Long> count(OutputMode mode) {
    return Keyless.of(self(), Keyless.TEXT)
        .aggregateByKey(new Counting<>(), Codecs.int64(), mode)
        .map(Pair::value);
  }

  /**
   * Counts how often each value has occurred since the app began.
   *
   * <pre>
   * batches:                      | 5  7  5     |     | 5     |
   * countByValue(.., UPDATE):     | (5,2) (7,1) |     | (5,3) |
   * </pre>
   *
   * @param codec writes values; values with equal bytes are equal
   * @param mode UPDATE for the values of a batch, COMPLETE for all values in each batch with
   *     records
   * @return for each value, how often it has occurred
   */
  default PairDStream<T, Long> countByValue(Codec<T> codec, OutputMode mode) {
    return Keyless.ones(self(), codec).aggregateByKey(new Counting<>(), Codecs.int64(), mode);
  }

  /**
   * Reduces all values since the app began to one.
   *
   * <pre>
   * batches:                      | 5  7  5 |     | 1  |
   * reduce(sum, .., UPDATE):      | 17      |     | 18 |
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param codec writes values
   * @param mode as in {@link #count}
   * @return the value so far
   */
  default DStream<T> reduce(BinaryOperator<T> function, Codec<T> codec, OutputMode mode) {
    return Keyless.of(self(), codec).reduceByKey(function, mode).map(Pair::value);
  }

  /**
   * Counts the values of each window.
   *
   * <pre>
   * windows of 10 s, UPDATE:     values at 3 s, 7 s, 12 s        8 s
   * [0, 10):                     2                               3
   * [10, 20):                    1
   * </pre>
   *
   * @param windows how time is cut
   * @param mode which results come when, see {@link PairOutputModes}; those of COMPLETE stand in
   *     the order of their windows
   * @return a number of each window
   */
  default DStream<Long> countByWindow(Windows windows, OutputMode mode) {
    return Keyless.of(self(), Keyless.TEXT)
        .aggregateByKeyAndWindow(new Counting<>(), windows, Codecs.int64(), mode)
        .map(Pair::value);
  }

  /**
   * Counts the values of each window, and gives results before it closes, too; see {@link
   * EarlyResults}.
   *
   * @param windows how time is cut
   * @param early how often
   * @return a number of each window, early ones and final ones
   */
  default DStream<Long> countByWindow(Windows windows, EarlyResults early) {
    return Keyless.of(self(), Keyless.TEXT)
        .aggregateByKeyAndWindow(new Counting<>(), windows, Codecs.int64(), early)
        .map(Pair::value);
  }

  /**
   * Counts how often each value occurs in each window.
   *
   * <pre>
   * windows of 10 s:    a at 3 s, b at 4 s           a at 8 s
   * UPDATE:             [0, 10): (a,1) (b,1)         [0, 10): (a,2)
   * COMPLETE:           [0, 10): (a,1) (b,1)         [0, 10): (a,2) (b,1)
   * </pre>
   *
   * @param windows how time is cut
   * @param codec writes values; values with equal bytes are equal
   * @param mode which results come when, see {@link PairOutputModes}
   * @return for each value of a window, how often it occurs there
   */
  default PairDStream<T, Long> countByValueAndWindow(
      Windows windows, Codec<T> codec, OutputMode mode) {
    return Keyless.ones(self(), codec)
        .aggregateByKeyAndWindow(new Counting<>(), windows, Codecs.int64(), mode);
  }

  /**
   * Counts how often each value occurs in each window, and gives results before it closes, too; see
   * {@link EarlyResults}.
   *
   * @param windows how time is cut
   * @param codec writes values; values with equal bytes are equal
   * @param early how often
   * @return for each value of a window, how often it occurs there, early ones and final ones
   */
  default PairDStream<T, Long> countByValueAndWindow(
      Windows windows, Codec<T> codec, EarlyResults early) {
    return Keyless.ones(self(), codec)
        .aggregateByKeyAndWindow(new Counting<>(), windows, Codecs.int64(), early);
  }

  /**
   * Reduces the values of each window to one.
   *
   * <pre>
   * windows of 10 s, sum, UPDATE:    1 at 3 s, 2 at 7 s      4 at 8 s
   * [0, 10):                         3                       7
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param windows how time is cut
   * @param codec writes values
   * @param mode as in {@link #countByWindow(Windows, OutputMode)}
   * @return a value of each window
   */
  default DStream<T> reduceByWindow(
      BinaryOperator<T> function, Windows windows, Codec<T> codec, OutputMode mode) {
    Objects.requireNonNull(function, "function");
    return Keyless.of(self(), codec).reduceByKeyAndWindow(function, windows, mode).map(Pair::value);
  }

  /**
   * Reduces the values of each window to one, and gives results before it closes, too; see {@link
   * EarlyResults}.
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param windows how time is cut
   * @param codec writes values
   * @param early how often
   * @return a value of each window, early ones and final ones
   */
  default DStream<T> reduceByWindow(
      BinaryOperator<T> function, Windows windows, Codec<T> codec, EarlyResults early) {
    Objects.requireNonNull(function, "function");
    return Keyless.of(self(), codec)
        .reduceByKeyAndWindow(function, windows, early)
        .map(Pair::value);
  }
}
