package dev.sluice.simulation;

import dev.sluice.memory.MemoryClock;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.time.Instant;

/** Nobody coordinates while the coordinator is away, neither by the schedule nor as it is woken. */
final class Absence {
  /**
   * A coordinator comes to an end in each half of the lifetime of entries, which is half an hour:
   * it is back within that although it was not quite there before, and though a table may fall back
   * by minutes.
   */
  static final Duration LONGEST = Duration.ofMinutes(20);

  private static final long MOST_BEFORE_MILLIS = 60_000;

  /** So many events it is away at most where it is not for so long. */
  private static final int MOST_EVENTS = 60;

  private final MemoryClock clock;
  private final Trouble trouble;
  private int untilEvent;
  private long untilMillis = Long.MIN_VALUE;

  /** When a coordinator has come to an end. */
  private long endedMillis;

  Absence(MemoryClock clock, Trouble trouble) {
    this.clock = clock;
    this.trouble = trouble;
    this.endedMillis = clock.nowMillis();
  }

  /**
   * The coordinator may leave for some events.
   *
   * @param events so many have come
   * @param bulk so many come at once
   */
  void mayBegin(int events, int bulk) {
    if (trouble.happens(Fault.COORDINATOR_AWAY)) {
      untilEvent = events + bulk * trouble.dice().below(MOST_EVENTS);
    }
  }

  /** It leaves for some time, where that is among the faults and it has just been there. */
  void begin(long millis) {
    boolean justThere = clock.nowMillis() - endedMillis < MOST_BEFORE_MILLIS;
    if (trouble.chances().has(Fault.COORDINATOR_AWAY) && justThere) {
      untilMillis = clock.nowMillis() + millis;
      trouble.happened(Fault.COORDINATOR_AWAY, "until " + untilMillis);
    }
  }

  /** A coordinator has come to an end. */
  void coordinated() {
    endedMillis = clock.nowMillis();
  }

  /**
   * Whether nobody coordinates.
   *
   * @param events so many have come
   */
  boolean isOn(int events) {
    return events < untilEvent || clock.nowMillis() < untilMillis;
  }

  /** Whether it is away for some time, which is over at a time. */
  boolean isOverAt(long millis) {
    return untilMillis != Long.MIN_VALUE && untilMillis <= millis;
  }

  /** It is back, when it has been away for as long as it was to be. */
  void endInTime() {
    if (clock.nowMillis() < untilMillis) {
      clock.set(Instant.ofEpochMilli(untilMillis));
    }
    end();
  }

  /** It is back. */
  void end() {
    untilEvent = 0;
    untilMillis = Long.MIN_VALUE;
    trouble.tell("the coordinator is back");
  }
}
