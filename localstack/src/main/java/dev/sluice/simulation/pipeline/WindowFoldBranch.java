package dev.sluice.simulation.pipeline;

import dev.sluice.api.Aggregator;
import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Values put together in windows: when they close, in a mode, or with early results. */
final class WindowFoldBranch implements Branch, Form {
  private final Fold fold;
  private final WindowResults results;
  private final Windows windows;
  private final Often often;
  private final boolean arrival;
  private final boolean inverse;

  WindowFoldBranch(Random random) {
    this.often = Often.draw(random);
    this.fold = Fold.draw(random, often.isClosed() ? Fold.values() : Fold.WITHOUT_GROUPS);
    this.inverse = random.nextBoolean();
    this.arrival = random.nextInt(4) == 0 && !fold.isInOrder();
    Cut cut = Cut.draw(random);
    boolean none = random.nextBoolean() || arrival || often.isComplete();
    long lateness = none ? 0 : 1_000 * (1 + random.nextInt(6));
    this.windows = none ? cut.windows() : cut.windows().withLateness(Duration.ofMillis(lateness));
    this.results = new WindowResults(cut, lateness, often, fold);
  }

  @Override
  public String text() {
    return "fold "
        + fold
        + (inverse ? " with inverse" : "")
        + (arrival ? " by arrival" : "")
        + " in windows of "
        + results;
  }

  @Override
  public boolean goesByOneStream() {
    return fold.isInOrder();
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    fold.defineInWindows(Keyed.values(side(readings)), name, this);
  }

  private <T> T side(Sides<T> sides) {
    return arrival ? sides.plain() : fold.side(sides);
  }

  @Override
  public <V, P, R> PairDStream<String, R> aggregate(
      PairDStream<String, V> pairs, Aggregator<V, P, R> by, Codec<R> results) {
    if (often.isClosed()) {
      return pairs.aggregateByKeyAndWindow(by, windows, results);
    }
    return often.mode().isPresent()
        ? pairs.aggregateByKeyAndWindow(by, windows, results, often.mode().get())
        : pairs.aggregateByKeyAndWindow(by, windows, results, often.early());
  }

  @Override
  public PairDStream<String, Long> reduce(PairDStream<String, Long> pairs) {
    if (often.isClosed()) {
      return inverse
          ? pairs.reduceByKeyAndWindow(Long::sum, (a, b) -> a - b, windows)
          : pairs.aggregateByKeyAndWindow(() -> 0L, Long::sum, Long::sum, windows, Codecs.int64());
    }
    return often.mode().isPresent()
        ? pairs.reduceByKeyAndWindow(Long::sum, windows, often.mode().get())
        : pairs.reduceByKeyAndWindow(Long::sum, windows, often.early());
  }

  @Override
  public PairDStream<String, List<Long>> group(PairDStream<String, Long> pairs) {
    return pairs.groupByKeyAndWindow(windows);
  }

  @Override
  public DStream<Long> count(PairDStream<String, Long> pairs) {
    if (often.isClosed()) {
      return pairs.countByWindow(windows);
    }
    return often.mode().isPresent()
        ? pairs.countByWindow(windows, often.mode().get())
        : pairs.countByWindow(windows, often.early());
  }

  @Override
  public PairDStream<Pair<String, Long>, Long> countByValue(
      PairDStream<String, Long> pairs, Codec<Pair<String, Long>> codec) {
    if (often.isClosed()) {
      return pairs.countByValueAndWindow(windows, codec);
    }
    return often.mode().isPresent()
        ? pairs.countByValueAndWindow(windows, codec, often.mode().get())
        : pairs.countByValueAndWindow(windows, codec, often.early());
  }

  @Override
  public DStream<Pair<String, Long>> reduceAll(
      PairDStream<String, Long> pairs, Codec<Pair<String, Long>> codec) {
    if (often.isClosed()) {
      return inverse
          ? pairs.reduceByWindow(Fold::greatest, (a, b) -> a, windows, codec)
          : pairs.reduceByWindow(Fold::greatest, windows, codec);
    }
    return often.mode().isPresent()
        ? pairs.reduceByWindow(Fold::greatest, windows, codec, often.mode().get())
        : pairs.reduceByWindow(Fold::greatest, windows, codec, often.early());
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = side(inputs);
    results.expect(arrival ? input.byArrival() : input, name, rows);
  }
}
