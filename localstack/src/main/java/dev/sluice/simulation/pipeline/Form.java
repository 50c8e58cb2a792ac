package dev.sluice.simulation.pipeline;

import dev.sluice.api.Aggregator;
import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codec;
import java.util.List;

/**
 * The operators that put values together, over one kind of time. Those that are not overridden it
 * does not have.
 */
interface Form {

  <V, P, R> PairDStream<String, R> aggregate(
      PairDStream<String, V> pairs, Aggregator<V, P, R> aggregator, Codec<R> results);

  /** Sums. */
  default PairDStream<String, Long> reduce(PairDStream<String, Long> pairs) {
    throw new UnsupportedOperationException("sums");
  }

  default PairDStream<String, List<Long>> group(PairDStream<String, Long> pairs) {
    throw new UnsupportedOperationException("groups");
  }

  default DStream<Long> count(PairDStream<String, Long> pairs) {
    throw new UnsupportedOperationException("counts");
  }

  default PairDStream<Pair<String, Long>, Long> countByValue(
      PairDStream<String, Long> pairs, Codec<Pair<String, Long>> codec) {
    throw new UnsupportedOperationException("counts by value");
  }

  /** One of all values, by {@link Fold#greatest}. */
  default DStream<Pair<String, Long>> reduceAll(
      PairDStream<String, Long> pairs, Codec<Pair<String, Long>> codec) {
    throw new UnsupportedOperationException("one of all");
  }
}
