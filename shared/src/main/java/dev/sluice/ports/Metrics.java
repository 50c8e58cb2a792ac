package dev.sluice.ports;

/**
 * Counts of what happens, for people. Nothing in the engine reads them back: figures that must be
 * exact under retries are counters in lane entries.
 */
public interface Metrics {

  /** Counts nothing. */
  Metrics NONE = (name, delta) -> {};

  /** Adds to a counter. Names are lower case with dots, the unit last: {@code log.write_units}. */
  void count(String name, double delta);
}
