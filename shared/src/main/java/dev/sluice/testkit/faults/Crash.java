package dev.sluice.testkit.faults;

/** The death of a process: nothing catches it but the simulation. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  /**
   * @param where what the process was about to do, or had just done
   */
  public Crash(String where) {
    super(where, null, false, false);
  }
}
