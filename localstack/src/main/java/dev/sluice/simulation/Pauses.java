package dev.sluice.simulation;

import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.function.Supplier;

/** Calls that stand still in the middle while the world goes on, and may be given up meanwhile. */
final class Pauses {
  /** A call stands still inside another one's pause, and so on: so many at most. */
  private static final int MOST = 3;

  /** So many things happen meanwhile at most, as a rule. */
  private static final int LONG = 6;

  /**
   * In one pause of so many it is more, and in each in which something is kept for the next table:
   * an app may be changed or restored, and at work again meanwhile.
   */
  private static final int RULE = 8;

  private static final int LONGEST = 60;

  /** In so many the app takes in records, is restored from before them and changed once more. */
  private static final int CHANGE = 200;

  private static final Runnable NOBODY = () -> {};

  private final Trouble trouble;
  private final Runnable others;
  private Runnable giveUp = NOBODY;
  private int depth;

  /**
   * @param others lets one thing happen while a call stands still
   */
  Pauses(Trouble trouble, Runnable others) {
    this.trouble = trouble;
    this.others = others;
  }

  /** Runs a call that nobody gives up. */
  <R> R during(Supplier<R> call) {
    return during(NOBODY, call);
  }

  /**
   * Runs a call.
   *
   * @param mayGiveUp lets its caller take it for timed out although it goes on
   */
  <R> R during(Runnable mayGiveUp, Supplier<R> call) {
    Runnable outer = giveUp;
    giveUp = mayGiveUp;
    try {
      return call.get();
    } finally {
      giveUp = outer;
    }
  }

  /** The call at hand stands still, unless too many do. */
  void standStill() {
    if (depth == MOST) {
      return;
    }
    depth++;
    Runnable call = giveUp;
    giveUp = NOBODY;
    if (trouble.happens(Fault.TIME_OUT)) {
      call.run();
    }
    Dice dice = trouble.dice();
    boolean isLong = trouble.standsStillFor(Fault.SLOW_KEEPING) || dice.below(RULE) == 0;
    int most = isLong ? LONGEST : LONG;
    most = trouble.standsStillFor(Fault.CHANGED_SLOWLY) ? CHANGE : most;
    for (int n = 1 + dice.below(most); n > 0; n--) {
      others.run();
    }
    giveUp = call;
    depth--;
  }
}
