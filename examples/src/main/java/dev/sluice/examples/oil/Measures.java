package dev.sluice.examples.oil;

import dev.sluice.api.Aggregator;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.exact.Stats;
import dev.sluice.exact.StatsAccumulator;
import dev.sluice.examples.csv.Decimals;

/** The measures of a reading that the daily figures are made of. */
record Measures(double hz, double displacement, double flow, double psi) {

  static Measures of(Sensor reading) {
    return new Measures(reading.hz(), reading.displacement(), reading.flow(), reading.psi());
  }

  /** The same on every JDK, as it stands in late outputs. */
  @Override
  public String toString() {
    return "hz="
        + Decimals.format(hz)
        + " displacement="
        + Decimals.format(displacement)
        + " flow="
        + Decimals.format(flow)
        + " psi="
        + Decimals.format(psi);
  }

  /** What is said about the readings of a day. */
  record Summary(Stats hz, Stats displacement, Stats flow, Stats psi) {}

  /** The accumulators of the measures, all with the same count. */
  record Totals(
      StatsAccumulator hz,
      StatsAccumulator displacement,
      StatsAccumulator flow,
      StatsAccumulator psi) {}

  /** Sums up readings; the averages are correctly rounded in any order. */
  static final class Summing implements Aggregator<Measures, Totals, Summary> {

    @Override
    public Totals zero() {
      return new Totals(
          new StatsAccumulator(),
          new StatsAccumulator(),
          new StatsAccumulator(),
          new StatsAccumulator());
    }

    @Override
    public Totals add(Totals partial, Measures value) {
      partial.hz.add(value.hz);
      partial.displacement.add(value.displacement);
      partial.flow.add(value.flow);
      partial.psi.add(value.psi);
      return partial;
    }

    @Override
    public Totals combine(Totals left, Totals right) {
      left.hz.add(right.hz);
      left.displacement.add(right.displacement);
      left.flow.add(right.flow);
      left.psi.add(right.psi);
      return left;
    }

    @Override
    public Summary lower(Totals partial) {
      return new Summary(
          partial.hz.stats(),
          partial.displacement.stats(),
          partial.flow.stats(),
          partial.psi.stats());
    }

    @Override
    public Codec<Totals> codec() {
      return new TotalsCodec(StatsAccumulator.codec());
    }
  }

  private record TotalsCodec(Codec<StatsAccumulator> each) implements Codec<Totals> {

    @Override
    public void write(Totals totals, ByteOutput out) {
      each.write(totals.hz, out);
      each.write(totals.displacement, out);
      each.write(totals.flow, out);
      each.write(totals.psi, out);
    }

    @Override
    public Totals read(ByteInput in) {
      return new Totals(each.read(in), each.read(in), each.read(in), each.read(in));
    }
  }
}
