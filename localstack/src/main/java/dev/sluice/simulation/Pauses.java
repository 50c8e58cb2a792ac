package dev.sluice.simulation;

import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.function.Supplier;

/** Calls that stand still in the middle while the world goes on, and may be given up meanwhile. */
final class Pauses {
  /** A call stands still inside another one's pause, and so on: so many at most. */
  private static final int MOST = 3;

  /** So many things happen meanwhile at most. */
  private static final int LONGEST = 6;

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
    for (int n = 1 + trouble.dice().below(LONGEST); n > 0; n--) {
      others.run();
    }
    giveUp = call;
    depth--;
  }
}
