package dev.sluice.simulation;

import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A table with counters and markers, with the faults of a log's puts in front of each write. */
final class Counter {
  private final SortedMap<String, Long> sums = new TreeMap<>();
  private final Set<String> markers = new HashSet<>();
  private final Deque<Runnable> late = new ArrayDeque<>();
  private final Trouble trouble;

  Counter(Trouble trouble) {
    this.trouble = trouble;
  }

  SortedMap<String, Long> sums() {
    return sums;
  }

  /** Adds to a counter, as {@code ADD} in an update does. */
  void add(String key, long value) {
    write(() -> "add to " + key, () -> sums.merge(key, value, Long::sum));
  }

  /** Whether a marker is there. */
  boolean has(String marker) {
    trouble.mayFail(Fault.LOG_READ_FAILS, () -> marker);
    boolean there = markers.contains(marker);
    trouble.mayPause(() -> "behind a look at " + marker);
    return there;
  }

  /** Puts a marker if there is none; whether there was none. */
  boolean mark(String marker) {
    boolean[] fresh = new boolean[1];
    write(() -> "mark " + marker, () -> fresh[0] = markers.add(marker));
    return fresh[0];
  }

  /** Lets a write land that is on its way; whether there was one. */
  boolean land() {
    Runnable write = late.poll();
    if (write != null) {
      write.run();
    }
    return write != null;
  }

  private void write(Supplier<String> what, Runnable write) {
    trouble.mayCrash(Fault.CRASH_BEFORE_COMMIT, what);
    trouble.mayPause(() -> "before " + what.get());
    trouble.mayFail(Fault.LOG_PUT_NO_ANSWER, what);
    trouble.mayFail(Fault.LOG_PUT_THROTTLED, what);
    if (trouble.happens(Fault.LOG_PUT_LANDS_LATE, what)) {
      late.add(write);
      throw new StoreUnavailableException("no answer in time: " + what.get(), null);
    }
    write.run();
    trouble.mayCrash(Fault.CRASH_AFTER_COMMIT, what);
    trouble.mayPause(() -> "behind " + what.get());
    trouble.mayFail(Fault.LOG_PUT_ANSWER_LOST, what);
  }
}
