package dev.sluice.testkit.faults;

import dev.sluice.ports.StoreUnavailableException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What goes wrong in one run: decided by dice, counted, and told. */
public final class Trouble {
  /** So many puts into a lane are refused at most before one is taken again. */
  private static final int LONGEST_THROTTLING = 40;

  /** Many times what the longest run takes: whoever asks more often loops. */
  private static final long MOST_STEPS = 10_000_000;

  private final Chances chances;
  private final Dice dice;
  private final Consumer<String> trace;
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private final Map<String, Integer> throttled = new HashMap<>();
  private Runnable meanwhile = () -> {};
  private long steps;

  /**
   * @param trace takes a line for each thing that goes wrong
   */
  public Trouble(Chances chances, Dice dice, Consumer<String> trace) {
    this.chances = chances;
    this.dice = dice;
    this.trace = trace;
  }

  /** What goes on while a process stands still in the middle of a call. */
  public void meanwhile(Runnable others) {
    meanwhile = others;
  }

  /** Whether a fault happens here. */
  public boolean happens(Fault fault) {
    return happens(fault, "");
  }

  /**
   * Whether a fault happens here, with what it happens to.
   *
   * @throws Endless if that was asked so often that the run cannot have an end
   */
  public boolean happens(Fault fault, String to) {
    if (++steps > MOST_STEPS) {
      throw new Endless(MOST_STEPS, (fault.id() + " " + to).strip());
    }
    if (!dice.oneIn(chances.of(fault))) {
      return false;
    }
    counts.merge(fault, 1, Integer::sum);
    trace.accept(to.isEmpty() ? fault.id() : fault.id() + ": " + to);
    return true;
  }

  /** Whether a lane takes no puts now, as its key has had too many; that lasts for several. */
  public boolean isThrottled(String lane) {
    int left = throttled.getOrDefault(lane, 0);
    if (left > 0) {
      throttled.put(lane, left - 1);
    } else if (happens(Fault.LANE_THROTTLED, lane)) {
      throttled.put(lane, dice.below(LONGEST_THROTTLING));
      return true;
    }
    return left > 0;
  }

  /** The process dies here, if so. */
  public void mayCrash(Fault fault, String where) {
    if (happens(fault, where)) {
      throw new Crash(where);
    }
  }

  /** The process stands still here, if so, and others go on. */
  public void mayPause(String where) {
    mayPause(Fault.PAUSE, where);
  }

  /** The same for a reason of its own. */
  public void mayPause(Fault fault, String where) {
    if (happens(fault, where)) {
      meanwhile.run();
      trace.accept("goes on: " + where);
    }
  }

  /** The store does not answer, if so. */
  public void mayFail(Fault fault, String what) {
    if (happens(fault, what)) {
      throw new StoreUnavailableException(fault.id() + ": " + what, null);
    }
  }

  /** How often it was asked whether a fault happens: at each thing that processes do. */
  public long steps() {
    return steps;
  }

  /** How often each fault has happened. */
  public Map<Fault, Integer> counts() {
    return counts;
  }

  /** How often faults happen. */
  public Chances chances() {
    return chances;
  }

  /** The dice that decide. */
  public Dice dice() {
    return dice;
  }
}
