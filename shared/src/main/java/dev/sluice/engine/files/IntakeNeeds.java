package dev.sluice.engine.files;

import dev.sluice.ports.Position;

/** What of the intake log of a prefix is still needed. */
public final class IntakeNeeds {
  private IntakeNeeds() {}

  /**
   * The first entry that is needed: by whoever reads files, or by who has to remember which ones
   * were taken.
   *
   * @param end the last entry of the log
   * @param read how far the lane of the prefix has read
   */
  public static long from(byte[] end, Position read) {
    return Intake.neededFrom(IntakeEntry.decode(end), read);
  }
}
