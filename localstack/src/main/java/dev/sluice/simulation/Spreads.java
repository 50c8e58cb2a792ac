package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Fault;

/**
 * Changes of the number of buckets where tables fall back. Of that nobody but the owner knows, who
 * leaves the number as it is until results are up to date, or as it was last.
 */
final class Spreads {
  private final Stores stores;
  private final Logs logs;
  private final CheckpointDesk desk;

  /** Results are up to date behind this border. */
  private long upTo = Long.MIN_VALUE;

  Spreads(Stores stores, Logs logs, CheckpointDesk desk) {
    this.stores = stores;
    this.logs = logs;
    this.desk = desk;
  }

  private static boolean matter(Chances chances) {
    return chances.has(Fault.TABLE_RESTORED) && chances.has(Fault.LAYOUT_CHANGE);
  }

  private ControlEntry head() {
    return logs.control(stores.log.head(Lanes.CONTROL).orElseThrow().bytes());
  }

  private boolean isBegun() {
    return stores.log.head(Lanes.CONTROL).isPresent();
  }

  /**
   * Whether the table must not fall back now: nothing would say which number was in force behind
   * which batch.
   *
   * @param deployed how many buckets new processes want
   */
  boolean areUnderWay(Chances chances, int deployed) {
    if (!matter(chances)) {
      return false;
    }
    if (!isBegun()) {
      return true;
    }
    ControlEntry head = head();
    Layout layout = head.layout();
    boolean hasBorder = layout.number() == 0 || head.lastBorder() > layout.behind();
    return layout.buckets() != deployed || !hasBorder && !isCheckpointed(layout);
  }

  private boolean isCheckpointed(Layout layout) {
    return Losses.newest(desk).stream()
        .flatMap(all -> all.lanes().stream())
        .anyMatch(lane -> lane.name().equals(Lanes.CONTROL) && lane.to() >= layout.control());
  }

  /** The table is about to fall back. */
  void fallBack() {
    if (isBegun()) {
      upTo = Math.max(upTo, head().lastBorder());
    }
  }

  /** Whether another number may be deployed. */
  boolean mayChange(Chances chances) {
    return !matter(chances) || isBegun() && head().lastBorder() >= upTo;
  }
}
