package dev.sluice.engine.flow;

import dev.sluice.api.Accumulator;
import dev.sluice.api.AccumulatorException;
import dev.sluice.api.graph.Running;
import dev.sluice.engine.entry.Counters;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the functions of an app may reach while they run in a lane, in one thread at a time. What
 * they add to accumulators is held back in the buffer that is open, and then counted with the lane.
 */
public final class UserCode implements Running.Call {
  private final Running running;
  private Counters counters = new Counters(Map.of());
  private RecordBuffer open;
  private Map<String, Object> tables = Map.of();

  public UserCode(Running running) {
    this.running = running;
  }

  /**
   * Runs something that calls user code.
   *
   * @throws RuntimeException what it throws
   */
  public <R> R run(Supplier<R> work) {
    Running.Call before = running.enter(this);
    try {
      return work.get();
    } finally {
      close();
      running.leave(before);
    }
  }

  /** Forgets what was open; additions go here from now on. */
  public void countWith(Counters newCounters) {
    close();
    counters = newCounters;
  }

  /** Says what broadcasts hold from now on, by name. */
  public void see(Map<String, Object> newTables) {
    tables = newTables;
  }

  @Override
  public Object broadcast(String name) {
    Object value = tables.get(name);
    if (value == null) {
      throw new IllegalStateException("no version of broadcast " + name + " is known here");
    }
    return value;
  }

  void open(RecordBuffer buffer) {
    open = buffer;
  }

  void close() {
    open = null;
  }

  void count(String accumulator, long delta) {
    counters.accumulate(accumulator, delta);
  }

  @Override
  public void add(String accumulator, long delta) {
    if (open == null) {
      throw new AccumulatorException(
          "SLUICE-S08",
          "accumulator '"
              + accumulator
              + "' is added to where values are combined or written, which happens any number of"
              + " times; add in functions that see each value once, such as map and filter");
    }
    long most = Accumulator.MAX_LANE_SUM;
    boolean fits = delta >= -most && delta <= most;
    if (fits) {
      long sum = counters.accumulated(accumulator) + open.accumulated(accumulator) + delta;
      fits = sum >= -most && sum <= most;
    }
    if (!fits) {
      throw new AccumulatorException(
          "SLUICE-S09",
          "accumulator '"
              + accumulator
              + "' would be beyond "
              + most
              + " in this lane with "
              + delta
              + " more; count something smaller, in a larger unit");
    }
    open.accumulate(accumulator, delta);
  }
}
