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
  private Call call = new Call(NOBODY, NOBODY, 0);
  private int depth;

  /** What is at work, and what others do where it stands still. */
  private static final class Call {
    private final Runnable beside;
    private Runnable giveUp;

    /** At the last of so many places it stands still, at none of 0. */
    private int places;

    private Call(Runnable giveUp, Runnable beside, int places) {
      this.giveUp = giveUp;
      this.beside = beside;
      this.places = places;
    }

    /** Its caller gives it up, once, if it ever does. */
    private void giveUp(Trouble trouble) {
      if (giveUp != NOBODY) {
        trouble.happened(Fault.TIME_OUT, "");
        giveUp.run();
        giveUp = NOBODY;
      }
    }

    private boolean mustStandStill() {
      return places > 0 && --places == 0;
    }
  }

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
    return during(new Call(mayGiveUp, NOBODY, 0), call);
  }

  /**
   * Runs a call at the same time as another one, which comes to its end while this one stands
   * still.
   *
   * @param other makes the other one, unless it was made
   * @param places this one stands still at the last of so many places at which it may, or does not
   *     for that where it is 0
   */
  <R> R beside(Runnable other, int places, Supplier<R> call) {
    return during(new Call(NOBODY, other, places), call);
  }

  private <R> R during(Call at, Supplier<R> work) {
    Call outer = call;
    call = at;
    try {
      return work.get();
    } finally {
      call = outer;
    }
  }

  /** Whether the call at hand stands still here, as another one is made meanwhile. */
  boolean mustStandStill() {
    return call.mustStandStill();
  }

  /** The call at hand stands still, unless too many do. */
  void standStill() {
    if (depth == MOST) {
      return;
    }
    depth++;
    Call still = call;
    call = new Call(NOBODY, NOBODY, 0);
    if (trouble.isDue(Fault.TIME_OUT)) {
      still.giveUp(trouble);
    }
    still.beside.run();
    Dice dice = trouble.dice();
    boolean isLong = trouble.standsStillFor(Fault.SLOW_KEEPING) || dice.below(RULE) == 0;
    int most = isLong ? LONGEST : LONG;
    most = trouble.standsStillFor(Fault.CHANGED_SLOWLY) ? CHANGE : most;
    for (int n = 1 + dice.below(most); n > 0; n--) {
      others.run();
    }
    call = still;
    depth--;
  }
}
