package dev.sluice.engine.entry;

import java.util.Map;
import java.util.TreeMap;

/**
 * Named counts that are part of entries and therefore exact under any retry: each head holds the
 * sums of its lane so far.
 */
public final class Counters {
  /** Records taken from a shard. */
  public static final String RECORDS = "records";

  /** Records that became dead letters. */
  public static final String DEAD_LETTERS = "dead-letters";

  /** Records whose arrival stamp lay before their lane's clock. */
  public static final String CLAMPED = "clamped";

  /** Values that were too late for all of their windows. */
  public static final String LATE = "late";

  /** Begins the name of the count of rows of a sink; its id follows. */
  public static final String ROWS = "rows.";

  private final Map<String, Long> values;

  public Counters(Map<String, Long> start) {
    values = new TreeMap<>(start);
  }

  public void add(String name, long delta) {
    if (delta != 0) {
      values.merge(name, delta, Long::sum);
    }
  }

  public Map<String, Long> toMap() {
    return new TreeMap<>(values);
  }
}
