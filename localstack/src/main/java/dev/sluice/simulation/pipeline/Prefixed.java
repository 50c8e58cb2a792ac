package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;

/** A branch behind stateless operators. */
record Prefixed(Prefix prefix, Branch branch) implements Branch {

  @Override
  public String text() {
    return (prefix == Prefix.NONE ? "" : prefix + ", then ") + branch.text();
  }

  @Override
  public boolean goesByOneStream() {
    return branch.goesByOneStream();
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    branch.define(readings.each(prefix::on), name);
  }

  @Override
  public void define(Around around, Sides<DStream<Reading>> readings, String name) {
    branch.define(around, readings.each(prefix::on), name);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    branch.expect(inputs.each(each -> each.through(prefix::of)), name, rows);
  }
}
