package dev.sluice.simulation.pipeline;

import dev.sluice.api.Aggregator;
import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codec;
import java.util.List;
import java.util.Optional;

/** Operators without windows of their own: of batches, of all time, or of a windowed stream. */
record BatchForm(Optional<OutputMode> mode) implements Form {

  @Override
  public <V, P, R> PairDStream<String, R> aggregate(
      PairDStream<String, V> pairs, Aggregator<V, P, R> aggregator, Codec<R> results) {
    return mode.isEmpty()
        ? pairs.aggregateByKey(aggregator, results)
        : pairs.aggregateByKey(aggregator, results, mode.get());
  }

  @Override
  public PairDStream<String, Long> reduce(PairDStream<String, Long> pairs) {
    return mode.isEmpty() ? pairs.reduceByKey(Long::sum) : pairs.reduceByKey(Long::sum, mode.get());
  }

  @Override
  public PairDStream<String, List<Long>> group(PairDStream<String, Long> pairs) {
    return pairs.groupByKey();
  }

  @Override
  public DStream<Long> count(PairDStream<String, Long> pairs) {
    return mode.isEmpty() ? pairs.count() : pairs.count(mode.get());
  }

  @Override
  public PairDStream<Pair<String, Long>, Long> countByValue(
      PairDStream<String, Long> pairs, Codec<Pair<String, Long>> codec) {
    return mode.isEmpty() ? pairs.countByValue(codec) : pairs.countByValue(codec, mode.get());
  }

  @Override
  public DStream<Pair<String, Long>> reduceAll(
      PairDStream<String, Long> pairs, Codec<Pair<String, Long>> codec) {
    return mode.isEmpty()
        ? pairs.reduce(Fold::greatest, codec)
        : pairs.reduce(Fold::greatest, codec, mode.get());
  }
}
