package dev.sluice.exact;

import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Prints how long additions and results take; run by hand, not by the build. */
final class ExactSpeed {
  private static final int VALUES = 1 << 16;
  private static final int ROUNDS = 120;

  private ExactSpeed() {}

  public static void main(String[] args) {
    Random random = new Random(1);
    for (RandomDoubles kind : RandomDoubles.values()) {
      double[] values = kind.draw(VALUES, random);
      report(kind + " plain", values, ExactSpeed::plain);
      report(kind + " sum", values, ExactSpeed::sum);
      report(kind + " stats", values, ExactSpeed::stats);
      report(kind + " spread", values, ExactSpeed::spread);
      report(kind + " one-by-one merge", values, ExactSpeed::merge);
    }
  }

  private static void report(String name, double[] values, ToDoubleFunction<double[]> work) {
    double best = Double.MAX_VALUE;
    double result = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      result = work.applyAsDouble(values);
      best = Math.min(best, (System.nanoTime() - start) / (double) VALUES);
    }
    System.out.printf("%-28s %7.1f ns a value (%s)%n", name, best, result);
  }

  private static double plain(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double sum(double[] values) {
    ExactSum sum = new ExactSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum.value();
  }

  private static double stats(double[] values) {
    return Stats.of(values).average();
  }

  private static double spread(double[] values) {
    return Spread.of(values).sampleVariance();
  }

  /** A new accumulator for each value, merged into one, and a result each time. */
  private static double merge(double[] values) {
    StatsAccumulator all = new StatsAccumulator();
    double results = 0;
    for (double value : values) {
      StatsAccumulator one = new StatsAccumulator();
      one.add(value);
      all.add(one);
      results += all.stats().average();
    }
    return results;
  }
}
