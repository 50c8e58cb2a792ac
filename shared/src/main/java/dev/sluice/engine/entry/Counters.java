package dev.sluice.engine.entry;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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

  /** Records that no call had brought, and that were read from the stream before the next ones. */
  public static final String UNDELIVERED = "undelivered";

  /** How often records may have expired in the stream before they were read. */
  public static final String EXPIRED = "expired";

  /** Values that were too late for all of their windows. */
  public static final String LATE = "late";

  /** Begins the name of the count of rows of a sink; its id follows. */
  public static final String ROWS = "rows.";

  /** Begins the name of what the app's functions have added to an accumulator. */
  private static final String ACCUMULATOR = "accumulator.";

  private Map<String, Long> values;

  /** Whether the values are this object's own: copied with the first change, as most see none. */
  private boolean own;

  /**
   * @param start is not changed by anybody from now on
   */
  public Counters(Map<String, Long> start) {
    values = start;
  }

  public void add(String name, long delta) {
    if (delta != 0) {
      if (!own) {
        values = new TreeMap<>(values);
        own = true;
      }
      values.merge(name, delta, Long::sum);
    }
  }

  /** What a lane's functions have added to an accumulator so far. */
  public long accumulated(String accumulator) {
    return values.getOrDefault(ACCUMULATOR + accumulator, 0L);
  }

  public void accumulate(String accumulator, long delta) {
    add(ACCUMULATOR + accumulator, delta);
  }

  /** Counts of accumulators to which nothing was added yet. */
  public static SortedMap<String, Long> declared(List<String> accumulators) {
    SortedMap<String, Long> counts = new TreeMap<>();
    accumulators.forEach(name -> counts.put(ACCUMULATOR + name, 0L));
    return counts;
  }

  /** Those of some counts that are accumulators, by their names. */
  public static SortedMap<String, Long> accumulators(Map<String, Long> counts) {
    SortedMap<String, Long> found = new TreeMap<>();
    counts.forEach(
        (name, count) -> {
          if (name.startsWith(ACCUMULATOR)) {
            found.put(name.substring(ACCUMULATOR.length()), count);
          }
        });
    return found;
  }

  public Map<String, Long> toMap() {
    return new TreeMap<>(values);
  }
}
