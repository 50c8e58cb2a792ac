package dev.sluice.api;

import dev.sluice.api.batch.Counting;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * One result of all values of a batch, over all shards. On a windowed stream it is one of all
 * values of a window, and behind results of windows one of the results of each window. Where there
 * are no values, there is no result.
 */
interface BatchOperators<T> {

  /** The stream that these are methods of. */
  DStream<T> self();

  /**
   * Counts the values of each batch.
   *
   * <pre>
   * batches:     | 5  7  5 |         | 1 |
   * count():     | 3       |         | 1 |      none for the batch without values
   * </pre>
   *
   * @return one number for each batch that has values
   */
  default DStream<Long> count() {
    return Keyless.of(self(), Keyless.TEXT)
        .aggregateByKey(new Counting<>(), Codecs.int64())
        .map(Pair::value);
  }

  /**
   * Counts how often each value occurs in each batch.
   *
   * <pre>
   * batches:             | 5  7  5     |         | 5     |
   * countByValue(..):    | (5,2) (7,1) |         | (5,1) |
   * </pre>
   *
   * @param codec writes values; values with equal bytes are equal
   * @return for each value of a batch, how often it occurs there
   */
  default PairDStream<T, Long> countByValue(Codec<T> codec) {
    return Keyless.ones(self(), codec).aggregateByKey(new Counting<>(), Codecs.int64());
  }

  /**
   * Reduces the values of each batch to one.
   *
   * <pre>
   * batches:                 | 5  7  5 |         | 1 |
   * reduce(sum, ..):         | 17      |         | 1 |
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param codec writes values
   * @return one value for each batch that has any
   */
  default DStream<T> reduce(BinaryOperator<T> function, Codec<T> codec) {
    Objects.requireNonNull(function, "function");
    return Keyless.of(self(), codec)
        .aggregateByKey(new Reducer<>(function, codec), codec)
        .map(Pair::value);
  }
}
