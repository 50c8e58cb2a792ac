package dev.sluice.examples.oil;

import dev.sluice.api.Aggregator;
import dev.sluice.codec.Codec;
import dev.sluice.exact.Stats;
import dev.sluice.exact.StatsAccumulator;

/** Count, extremes and average of doubles; the average is correctly rounded in any order. */
final class StatsAggregator implements Aggregator<Double, StatsAccumulator, Stats> {

  @Override
  public StatsAccumulator zero() {
    return new StatsAccumulator();
  }

  @Override
  public StatsAccumulator add(StatsAccumulator partial, Double value) {
    partial.add(value);
    return partial;
  }

  @Override
  public StatsAccumulator combine(StatsAccumulator left, StatsAccumulator right) {
    left.add(right);
    return left;
  }

  @Override
  public Stats lower(StatsAccumulator partial) {
    return partial.stats();
  }

  @Override
  public Codec<StatsAccumulator> codec() {
    return StatsAccumulator.codec();
  }
}
