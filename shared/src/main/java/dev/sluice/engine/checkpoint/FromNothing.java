package dev.sluice.engine.checkpoint;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.ports.StoreUnavailableException;

/**
 * That an app whose lanes are removed begins from nothing, whatever checkpoints there are. It is
 * drawn before they are removed: what the spill store refuses, it refuses while they are there.
 */
public final class FromNothing {
  private final LaneLog<StartEntry> lane;
  private final StartEntry claim;
  private final boolean needed;

  FromNothing(Ports ports, Logs logs) {
    Beginnings beginnings = new Beginnings(ports.spills());
    long now = ports.clock().nowMillis();
    long behind = beginnings.known().count();
    this.lane = logs.of(StartEntry::encode, StartEntry::decode);
    this.claim = StartEntry.nothing(now, beginnings.draw("nothing", now), behind);
    this.needed = behind > 0 || !new Archive(ports.spills()).numbers().isEmpty();
  }

  /** Whether an app without lanes may go on from something unless this is put. */
  public boolean isNeeded() {
    return needed;
  }

  /**
   * Puts it, once the lanes are removed.
   *
   * @throws StoreUnavailableException if the log refuses for now
   * @throws ProtocolException SLUICE-B07 if the app has begun meanwhile
   */
  public void put() {
    if (!lane.putForGood(Lanes.START, 0, claim)) {
      throw new ProtocolException(
          "SLUICE-B07",
          "the app has begun again while its lanes were removed, from the newest checkpoint as a"
              + " rule, and not from nothing; stop all of its functions, and reset it once more");
    }
  }
}
