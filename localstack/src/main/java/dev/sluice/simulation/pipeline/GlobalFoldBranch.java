package dev.sluice.simulation.pipeline;

import dev.sluice.api.Aggregator;
import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codec;
import java.util.Random;

/** Values put together in windows that never end, by each kind of trigger. */
final class GlobalFoldBranch implements Branch, Form {
  private final GlobalCut cut;
  private final Fold fold;

  GlobalFoldBranch(Random random) {
    this.cut = GlobalCut.draw(random);
    this.fold = Fold.draw(random, Fold.WITHOUT_GROUPS);
  }

  @Override
  public String text() {
    return "fold " + fold + " in global windows " + cut;
  }

  @Override
  public boolean goesByOneStream() {
    return true;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    fold.define(Keyed.values(readings.left()), name, this);
  }

  @Override
  public <V, P, R> PairDStream<String, R> aggregate(
      PairDStream<String, V> pairs, Aggregator<V, P, R> by, Codec<R> results) {
    return pairs.aggregateByKeyAndWindow(by, cut.windows(), results);
  }

  @Override
  public PairDStream<String, Long> reduce(PairDStream<String, Long> pairs) {
    return pairs.reduceByKeyAndWindow(Long::sum, cut.windows());
  }

  @Override
  public DStream<Long> count(PairDStream<String, Long> pairs) {
    return pairs.countByWindow(cut.windows());
  }

  @Override
  public PairDStream<Pair<String, Long>, Long> countByValue(
      PairDStream<String, Long> pairs, Codec<Pair<String, Long>> codec) {
    return pairs.countByValueAndWindow(cut.windows(), codec);
  }

  @Override
  public DStream<Pair<String, Long>> reduceAll(
      PairDStream<String, Long> pairs, Codec<Pair<String, Long>> codec) {
    return pairs.reduceByWindow(Fold::greatest, cut.windows(), codec);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    cut.expect(inputs.left(), fold, name, rows);
  }
}
