package dev.sluice.memory;

import dev.sluice.ports.Metrics;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/** Keeps the counters in memory, to be read back. Thread-safe. */
public final class CountingMetrics implements Metrics {
  private final Map<String, DoubleAdder> counters = new ConcurrentHashMap<>();

  @Override
  public void count(String name, double delta) {
    counters.computeIfAbsent(name, n -> new DoubleAdder()).add(delta);
  }

  /** The value of a counter; 0 for one that was never counted. */
  public double value(String name) {
    DoubleAdder counter = counters.get(name);
    return counter == null ? 0 : counter.sum();
  }

  /** A copy of all counters, by name. */
  public SortedMap<String, Double> snapshot() {
    SortedMap<String, Double> copy = new TreeMap<>();
    counters.forEach((name, counter) -> copy.put(name, counter.sum()));
    return copy;
  }

  /** Forgets all counters. Counts that arrive meanwhile may go either way. */
  public void reset() {
    counters.clear();
  }
}
