package dev.sluice.engine.files;

import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.ports.Position;

/** What of the intake log of a prefix is still needed. */
public final class IntakeNeeds {
  private IntakeNeeds() {}

  /**
   * The first entry that is needed: by whoever reads files, or by who has to remember which ones
   * were taken.
   *
   * @param lane the log
   * @param end its last entry
   * @param read how far the lane of the prefix has read
   */
  public static long from(Logs logs, String lane, byte[] end, Position read) {
    LaneLog<IntakeEntry> log = logs.of(IntakeEntry::encode, IntakeEntry::decode);
    return Intake.neededFrom(log, lane, IntakeEntry.decode(end), read);
  }
}
