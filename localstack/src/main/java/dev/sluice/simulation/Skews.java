package dev.sluice.simulation;

import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.Arrays;

/** How far the clocks of processes are from the time of day. */
final class Skews {
  /** By so much clocks differ as a rule. */
  static final int ERROR_MILLIS = 40;

  private static final int AHEAD_MILLIS = 5_000;
  private static final int BACK_MILLIS = 60_000;

  /** In one case of so many the clocks of all processes go wrong: they have one time server. */
  private static final int ONE_CLOCK_FOR_ALL = 4;

  private final Trouble trouble;
  private final long[] millis;

  Skews(int processes, Trouble trouble) {
    this.trouble = trouble;
    this.millis = new long[processes];
    Dice dice = trouble.dice();
    boolean ahead = trouble.chances().has(Fault.CLOCK_AHEAD);
    for (int i = 0; i < processes; i++) {
      millis[i] = dice.below(2 * ERROR_MILLIS) - ERROR_MILLIS;
      int process = i;
      if (ahead && trouble.happens(Fault.CLOCK_AHEAD, () -> "process " + process)) {
        millis[i] += dice.below(AHEAD_MILLIS);
      }
    }
  }

  /** How far the clock of a process is ahead, or behind if that is less than 0. */
  long millis(int process) {
    return millis[process];
  }

  /**
   * The clock of some process, or of all, may go back, or right itself if it did.
   *
   * @param wrong whether a clock may be wrong now
   */
  void maySetOneBack(boolean wrong) {
    if (trouble.happens(Fault.CLOCK_BACK)) {
      Dice dice = trouble.dice();
      int i = dice.below(millis.length);
      int back = isBack(i) ? 0 : dice.below(BACK_MILLIS);
      int to = wrong ? -back : 0;
      if (dice.below(ONE_CLOCK_FOR_ALL) == 0) {
        Arrays.fill(millis, to);
      }
      millis[i] = to;
    }
  }

  /** Clocks that went back right themselves. */
  void right() {
    for (int i = 0; i < millis.length; i++) {
      millis[i] = isBack(i) ? 0 : millis[i];
    }
  }

  private boolean isBack(int process) {
    return millis[process] < -ERROR_MILLIS;
  }
}
