package dev.sluice.testkit.faults;

import dev.sluice.ports.StoreUnavailableException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What goes wrong in one run: decided by dice, counted, and told. */
public final class Trouble {
  /** So many puts into a lane are refused at most before one is taken again. */
  private static final int LONGEST_THROTTLING = 40;

  /** So many processes are killed at most that wait for a put into one lane, in a row. */
  private static final int LONGEST_HANGING = 12;

  /**
   * Whoever asks more often loops: hours in which each second is a batch with results have taken 11
   * million, most runs take some thousands. Each is remembered, in 4 bytes. Of a run of the usual
   * size.
   */
  private static final long MOST_STEPS = 30_000_000;

  /**
   * Everything goes wrong half as often behind each so many: a start that must read hundreds of
   * things would never get through where one in some dozens fails.
   */
  private static final long STEPS_TO_TIRE = 4_000_000;

  private static final Supplier<String> NOTHING = () -> "";

  private final Chances chances;
  private final int[] oneIn = new int[Fault.values().length];
  private final Dice dice;
  private final Consumer<String> trace;
  private final long mostSteps;
  private final long stepsToTire;
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private final Map<String, Integer> throttled = new HashMap<>();
  private final Map<String, Integer> hanging = new HashMap<>();
  private final Map<String, Integer> went = new HashMap<>();
  private Runnable meanwhile = () -> {};
  private BooleanSupplier mustPause = () -> false;
  private Fault standsStillFor;
  private long steps;
  private long happened;

  /**
   * @param trace takes a line for each thing that goes wrong
   */
  public Trouble(Chances chances, Dice dice, Consumer<String> trace) {
    this(chances, dice, trace, 1);
  }

  /**
   * @param trace takes a line for each thing that goes wrong
   * @param size how many times larger than usual the run is
   */
  public Trouble(Chances chances, Dice dice, Consumer<String> trace, int size) {
    this.mostSteps = size * MOST_STEPS;
    this.stepsToTire = size * STEPS_TO_TIRE;
    this.chances = chances;
    for (Fault fault : Fault.values()) {
      oneIn[fault.ordinal()] = chances.of(fault);
    }
    this.dice = dice;
    this.trace = trace;
  }

  /** What goes on while a process stands still in the middle of a call. */
  public void meanwhile(Runnable others) {
    meanwhile = others;
  }

  /**
   * Where a process stands still in the middle of a call whether that is among the faults or not.
   *
   * @param must asked at each place at which the process at work may do so
   */
  public void mustPause(BooleanSupplier must) {
    mustPause = must;
  }

  /** Whether a fault happens here. */
  public boolean happens(Fault fault) {
    return happens(fault, NOTHING);
  }

  /**
   * Whether a fault happens here.
   *
   * @param to what it happens to, asked for only where it does
   * @throws Endless if that was asked so often that the run cannot have an end
   */
  public boolean happens(Fault fault, Supplier<String> to) {
    boolean now = isDue(fault, to);
    if (now) {
      happened(fault, to.get());
    }
    return now;
  }

  /**
   * The same for a fault that comes of what is done then, if anything does: whoever does it says
   * that it has {@link #happened}.
   */
  public boolean isDue(Fault fault) {
    return isDue(fault, NOTHING);
  }

  private boolean isDue(Fault fault, Supplier<String> to) {
    if (++steps > mostSteps) {
      throw new Endless(mostSteps, (fault.id() + " " + to.get()).strip());
    }
    return dice.oneIn(oneIn[fault.ordinal()] << (int) (steps / stepsToTire));
  }

  /** A fault has happened that followed from others. */
  public void happened(Fault fault, String to) {
    happened++;
    counts.merge(fault, 1, Integer::sum);
    trace.accept(to.isEmpty() ? fault.id() : fault.id() + ": " + to);
  }

  /** A fault of the input has happened, which by itself is no trouble for anybody at work. */
  public void count(Fault fault) {
    counts.merge(fault, 1, Integer::sum);
  }

  /** Tells something that is no fault by itself. */
  public void tell(String line) {
    trace.accept(line);
  }

  /** Whether a lane takes no puts now, as its key has had too many; that lasts for several. */
  public boolean isThrottled(String lane) {
    return lasts(Fault.LANE_THROTTLED, lane, throttled, LONGEST_THROTTLING);
  }

  /** The process dies here if puts into the lane are not answered; that lasts for several. */
  public void mayHang(String lane) {
    if (lasts(Fault.LANE_HANGS, lane, hanging, LONGEST_HANGING)) {
      throw new Crash("a put into " + lane + " is not answered");
    }
  }

  private boolean lasts(Fault fault, String lane, Map<String, Integer> where, int longest) {
    int left = where.isEmpty() ? 0 : where.getOrDefault(lane, 0);
    if (left > 0) {
      where.put(lane, left - 1);
    } else if (happens(fault, () -> lane)) {
      where.put(lane, dice.below(longest));
      return true;
    }
    happened += left > 0 ? 1 : 0;
    return left > 0;
  }

  /** The process dies here, if so. */
  public void mayCrash(Fault fault, Supplier<String> where) {
    if (happens(fault, where)) {
      throw new Crash(where.get());
    }
  }

  /** The process stands still here, if so, and others go on. */
  public void mayPause(Supplier<String> where) {
    if (mustPause.getAsBoolean()) {
      happened++; // it was counted as what it follows from
      trace.accept("stands still beside another call: " + where.get());
      standStill(Fault.TWO_CALLERS, where);
    } else {
      mayPause(Fault.PAUSE, where);
    }
  }

  /** The same for a reason of its own; whether it stood still. */
  public boolean mayPause(Fault fault, Supplier<String> where) {
    boolean now = happens(fault, where);
    if (now) {
      standStill(fault, where);
    }
    return now;
  }

  private void standStill(Fault fault, Supplier<String> where) {
    Fault outer = standsStillFor;
    standsStillFor = fault;
    meanwhile.run();
    standsStillFor = outer;
    trace.accept("goes on: " + where.get());
  }

  /** Whether the process that stands still does so for a reason, the last one of several. */
  public boolean standsStillFor(Fault fault) {
    return standsStillFor == fault;
  }

  /** The store does not answer, if so. */
  public void mayFail(Fault fault, Supplier<String> what) {
    if (happens(fault, what)) {
      throw new StoreUnavailableException(fault.id() + ": " + what.get(), null);
    }
  }

  /**
   * Lets things go wrong at a place so many times at most, whatever it is.
   *
   * @param calm the same where nothing goes wrong any more
   */
  <T> T atMost(int most, Supplier<String> place, Supplier<T> troubled, Supplier<T> calm) {
    String where = place.get();
    if (went.getOrDefault(where, 0) >= most) {
      return calm.get();
    }
    long before = happened;
    went.merge(where, 1, Integer::sum); // whoever stands still there counts meanwhile
    try {
      return troubled.get();
    } finally {
      if (happened == before) {
        went.merge(where, -1, (all, one) -> all == 1 ? null : all + one);
      }
    }
  }

  /** How often it was asked whether a fault happens: at each thing that processes do. */
  public long steps() {
    return steps;
  }

  /** How often anything has gone wrong so far. */
  public long happened() {
    return happened;
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
