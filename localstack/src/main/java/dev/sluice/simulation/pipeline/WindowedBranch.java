package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A windowed stream, whose values are put together by operators without windows of their own. */
final class WindowedBranch implements Branch {
  private final Fold fold;
  private final WindowResults results;
  private final Windows windows;
  private final Often often;

  WindowedBranch(Random random) {
    Often drawn = Often.draw(random);
    this.often = drawn.mode().isPresent() ? drawn : new Often(Often.Kind.CLOSED, 1);
    this.fold = Fold.draw(random, often.isClosed() ? Fold.values() : Fold.WITHOUT_GROUPS);
    Cut cut = Cut.draw(random);
    boolean none = random.nextBoolean() || often.isComplete();
    long lateness = none ? 0 : 1_000 * (1 + random.nextInt(6));
    this.windows = none ? cut.windows() : cut.windows().withLateness(Duration.ofMillis(lateness));
    this.results = new WindowResults(cut, lateness, often, fold);
  }

  @Override
  public String text() {
    return "windowed stream, a filter and " + fold + " in windows of " + results;
  }

  @Override
  public boolean goesByOneStream() {
    return fold.isInOrder();
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    fold.defineInWindows(
        Keyed.values(fold.side(readings)).window(windows).filter(pair -> isKept(pair.value())),
        name,
        new BatchForm(often.mode()));
  }

  private static boolean isKept(long value) {
    return value % 5 != 1;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input kept = fold.side(inputs).through(r -> isKept(r.value()) ? List.of(r) : List.of());
    results.expect(kept, name, rows);
  }
}
