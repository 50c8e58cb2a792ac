package dev.sluice.simulation.pipeline;

import dev.sluice.api.Aggregator;
import dev.sluice.api.DStream;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Values put together in sessions: when they close, in a mode, or with early results. */
final class SessionFoldBranch implements Branch, Form {
  private final Fold fold;
  private final SessionResults results;
  private final SessionWindows<Object> sessions;
  private final Often often;
  private final boolean arrival;

  SessionFoldBranch(Random random) {
    Often drawn = Often.draw(random);
    this.often = drawn.isUpdate() ? new Often(Often.Kind.CLOSED, drawn.every()) : drawn;
    this.fold =
        often.isClosed()
            ? Fold.draw(random, Fold.TEXTS, Fold.STATS, Fold.SPREAD, Fold.GROUP)
            : Fold.draw(random, Fold.SUM, Fold.TEXTS, Fold.STATS, Fold.SPREAD);
    this.arrival = random.nextInt(4) == 0 && !fold.isInOrder();
    long gap = 500 * (1 + random.nextInt(6));
    boolean none = random.nextBoolean() || arrival || often.isComplete();
    long lateness = none ? 0 : 1_000 * (1 + random.nextInt(6));
    SessionWindows<Object> all = SessionWindows.withGap(Duration.ofMillis(gap));
    this.sessions = none ? all : all.withLateness(Duration.ofMillis(lateness));
    this.results = new SessionResults(gap, lateness, often, fold);
  }

  @Override
  public String text() {
    return "fold " + fold + (arrival ? " by arrival" : "") + " in sessions with " + results;
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
      return pairs.aggregateByKeyAndWindow(by, sessions, results);
    }
    return often.mode().isPresent()
        ? pairs.aggregateByKeyAndWindow(by, sessions, results, often.mode().get())
        : pairs.aggregateByKeyAndWindow(by, sessions, results, often.early());
  }

  @Override
  public PairDStream<String, Long> reduce(PairDStream<String, Long> pairs) {
    return often.mode().isPresent()
        ? pairs.reduceByKeyAndWindow(Long::sum, sessions, often.mode().get())
        : pairs.reduceByKeyAndWindow(Long::sum, sessions, often.early());
  }

  @Override
  public PairDStream<String, List<Long>> group(PairDStream<String, Long> pairs) {
    return pairs.groupByKeyAndWindow(sessions);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = side(inputs);
    results.expect(arrival ? input.byArrival() : input, name, rows);
  }
}
