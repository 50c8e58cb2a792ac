package dev.sluice.engine;

import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Crash;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** What goes wrong: decided by a seed, and counted. */
final class Trouble {

  /** How badly things go; all figures but the last are chances of one in so many, 0 for never. */
  record Chances(
      int faults,
      int crashes,
      int pauses,
      int sleeps,
      int redeliveries,
      int coordinatorPauses,
      int maxCall) {
    static final Chances NONE = new Chances(0, 0, 0, 0, 0, 0, 500);
    static final Chances MUCH = new Chances(150, 300, 200, 25, 4, 3, 7);
  }

  final Chances chances;
  final Random random;
  final SortedMap<String, Integer> counts = new TreeMap<>();

  /** What goes on while a process stands still in the middle of a call. */
  private final Runnable meanwhile;

  Trouble(Chances chances, long seed, Runnable meanwhile) {
    this.chances = chances;
    this.random = new Random(seed);
    this.meanwhile = meanwhile;
  }

  boolean happens(String what, int oneIn) {
    boolean happens = oneIn > 0 && random.nextInt(oneIn) == 0;
    if (happens) {
      counts.merge(what, 1, Integer::sum);
    }
    return happens;
  }

  /** In front of what a port does: the call may not come to it, or late. */
  void before(String port) {
    crash(port + ", before");
    if (happens("pause before " + port, chances.pauses)) {
      meanwhile.run();
    }
    if (happens("no answer of " + port, chances.faults)) {
      throw new StoreUnavailableException("no answer", null);
    }
  }

  /** Behind what a port did: the answer may not be heard, or late. */
  void after(String port) {
    crash(port + ", after");
    if (happens("pause after " + port, chances.pauses)) {
      meanwhile.run();
    }
    if (happens("lost answer of " + port, chances.faults)) {
      throw new StoreUnavailableException("the answer was lost", null);
    }
  }

  private void crash(String where) {
    if (happens("crash at " + where, chances.crashes)) {
      throw new Crash(where);
    }
  }
}
