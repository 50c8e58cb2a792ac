package dev.sluice.engine.control;

import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Logs;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What the coordinator knows of the lanes that are read. While one shard holds the borders back the
 * lanes of others may get so long that no run reads them all: the next one reads on.
 */
final class Views {
  private final Logs logs;
  private final Map<String, LaneView> all = new TreeMap<>();
  private boolean whole;

  Views(Logs logs) {
    this.logs = logs;
  }

  /** Each lane that was looked at, by its name. */
  Map<String, LaneView> all() {
    return all;
  }

  /** Whether all lanes were read to their ends, and nothing was forgotten since. */
  boolean areWhole() {
    return whole;
  }

  /** Forgets everything: the next look begins anew. */
  void clear() {
    all.clear();
    whole = false;
  }

  /**
   * Reads what was added to the lanes.
   *
   * @param mayGoOn asked where there is much; once it says no the next call reads on
   * @return whether all of it was read
   */
  boolean refresh(ControlEntry at, BooleanSupplier mayGoOn) {
    whole = false;
    all.values().removeIf(view -> !isRead(at, view.lane()) || !view.isCurrent());
    at.lanes().forEach((name, lane) -> open(name, lane.readFrom()));
    at.drained()
        .forEach(
            (name, lane) -> {
              if (lane.readFrom() != Long.MAX_VALUE) {
                open(name, lane.readFrom());
              }
            });
    for (LaneView view : all.values()) {
      if (!view.refresh(mayGoOn)) {
        return false;
      }
    }
    at.lanes().forEach((name, lane) -> all.get(name).requireNotBehind(lane));
    whole = true;
    return true;
  }

  private static boolean isRead(ControlEntry at, String lane) {
    ControlEntry.Drained end = at.drained().get(lane);
    return at.lanes().containsKey(lane) || end != null && end.readFrom() != Long.MAX_VALUE;
  }

  private void open(String lane, long from) {
    LaneView view = all.get(lane);
    if (view == null || view.next() < from) {
      // A process that slept for long begins anew: what came next for it may have expired.
      all.put(lane, new LaneView(logs, lane, from));
    }
  }
}
