package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import java.util.Random;

/** The values of a key in windows that never end, by each kind of trigger. */
final class GlobalBranch implements Branch {
  private final GlobalCut cut;

  GlobalBranch(Random random) {
    this.cut = GlobalCut.draw(random);
  }

  @Override
  public String text() {
    return "global windows " + cut;
  }

  @Override
  public boolean goesByOneStream() {
    return true;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    Keyed.values(readings.left())
        .named(name)
        .groupByKeyAndWindow(cut.windows())
        .saveAsTextFiles(name);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    cut.expect(inputs.left(), Fold.GROUP, name, rows);
  }
}
