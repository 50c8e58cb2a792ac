package dev.sluice.api;

import dev.sluice.codec.Codec;
import dev.sluice.exact.Spread;
import dev.sluice.exact.SpreadAccumulator;
import dev.sluice.exact.Stats;
import dev.sluice.exact.StatsAccumulator;

/** Aggregators of doubles that give exact figures, rounded once, in whatever order values come. */
public final class Aggregators {
  private Aggregators() {}

  /**
   * Count, minimum, maximum, sum and average; {@code Codecs.record(Stats.class)} writes them.
   *
   * <pre>
   * windows of 10 s:    (a,1e16) at 1 s    (a,1.0) at 4 s    (a,-1e16) at 7 s
   * [0, 10):            (a, count 3, min -1e16, max 1e16, sum 1.0, average 0.3333333333333333)
   * </pre>
   */
  public static Aggregator<Double, StatsAccumulator, Stats> stats() {
    return new OfStats();
  }

  /**
   * What {@link #stats} gives, variances and deviations; {@code Codecs.record(Spread.class)} writes
   * them.
   *
   * <pre>
   * batches:                    | (a,1.0) (a,2.0) (a,3.0) |
   * aggregateByKey(spread()):   | (a, average 2.0, population variance 0.6666666666666666, ..) |
   * </pre>
   */
  public static Aggregator<Double, SpreadAccumulator, Spread> spread() {
    return new OfSpread();
  }

  private record OfStats() implements Aggregator<Double, StatsAccumulator, Stats> {
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

  private record OfSpread() implements Aggregator<Double, SpreadAccumulator, Spread> {
    @Override
    public SpreadAccumulator zero() {
      return new SpreadAccumulator();
    }

    @Override
    public SpreadAccumulator add(SpreadAccumulator partial, Double value) {
      partial.add(value);
      return partial;
    }

    @Override
    public SpreadAccumulator combine(SpreadAccumulator left, SpreadAccumulator right) {
      left.add(right);
      return left;
    }

    @Override
    public Spread lower(SpreadAccumulator partial) {
      return partial.spread();
    }

    @Override
    public Codec<SpreadAccumulator> codec() {
      return SpreadAccumulator.codec();
    }
  }
}
