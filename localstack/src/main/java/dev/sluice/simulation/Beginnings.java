package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Logs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Behind which intervals what is new has begun, in all tables that there were. */
final class Beginnings {
  private Beginnings() {}

  /**
   * Whether it begins later now than it has begun before, and nowhere later. Then results that
   * depend on that were published by right, and are to be others by right.
   *
   * @param graph of the version that has what is new; before all batches it begins without a border
   */
  static boolean areLater(Stores stores, EngineSettings settings, String graph) {
    Logs logs = new Logs(stores.ports(), settings);
    List<Long> all = new ArrayList<>();
    for (Map<Long, byte[]> table : stores.witness().tables(Lanes.CONTROL)) {
      for (byte[] bytes : table.values()) {
        ControlEntry entry = logs.control(bytes);
        long begins = entry.epoch().begins(Changed.part());
        if (entry.graph().equals(graph) && begins != Epoch.UNSETTLED) {
          all.add(begins);
        }
      }
    }
    if (all.isEmpty()) {
      return false;
    }
    long now = all.get(all.size() - 1);
    return now == Collections.max(all) && now > Collections.min(all);
  }
}
