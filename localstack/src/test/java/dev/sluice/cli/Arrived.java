package dev.sluice.cli;

import dev.sluice.examples.oil.OilPumpOracle.Arrival;
import dev.sluice.examples.oil.OilPumps;
import java.nio.file.Path;
import java.util.List;

/** A record of the oil pumps' stream, as the oracle takes it. */
record Arrived(String lane, String sequence, Arrival arrival) {

  /** All records in the order of arrival. */
  static List<Arrived> in(Path state) {
    return Landed.in(state, OilPumps.STREAM).stream().map(Arrived::of).toList();
  }

  private static Arrived of(Landed landed) {
    Arrival arrival = new Arrival(landed.stampMillis(), landed.partitionKey(), landed.text());
    return new Arrived(OilPumps.STREAM + "/" + landed.shard(), landed.sequence(), arrival);
  }
}
