package dev.sluice.engine.flow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What one record causes, held back until all of its user code has run without an exception: that
 * is between {@link #begin} and {@link #commit} or {@link #clear}.
 */
public final class RecordBuffer {
  /** Where the additions of accumulators go, each held back like a value. */
  private final Exchange accumulators;

  private final UserCode code;
  private final Context context;
  private final long[] newest;
  private Exchange[] exchanges = new Exchange[8];
  private Object[] places = new Object[8];
  private Object[] values = new Object[8];
  private long[] times = new long[8];
  private boolean[] fars = new boolean[8];
  private int size;

  /** Additions before it are not to be touched any more. */
  private int marked;

  /** The sums of what is held back for accumulators. */
  private final Map<String, Long> accumulated = new HashMap<>();

  /**
   * @param eventTimes how many event-time nodes there are
   * @param code what is told when user code may add to accumulators
   */
  public RecordBuffer(Context context, int eventTimes, UserCode code) {
    this.context = context;
    this.code = code;
    this.accumulators = new AccumulatorExchange(code);
    this.newest = new long[eventTimes];
    clear();
  }

  /** Forgets what was before: user code of a record runs from now on. */
  public void begin() {
    clear();
    code.open(this);
  }

  /** Forgets the record. */
  public void clear() {
    code.close();
    truncate(0);
    Arrays.fill(newest, Long.MIN_VALUE);
  }

  /**
   * Finds out whether values held back can be taken in, each by itself, to no effect.
   *
   * @param from so many of them are left out
   * @throws RuntimeException or an error, what user code throws for one of them
   */
  public void rehearse(int from) {
    code.close(); // as where values are taken in
    try {
      for (int i = from; i < size; i++) {
        exchanges[i].rehearse(values[i], context.k, times[i], fars[i]);
      }
    } finally {
      code.open(this);
    }
  }

  /** How much is held back. */
  public int size() {
    return size;
  }

  /** How much is held back, to go back to it. */
  public int mark() {
    marked = size;
    return size;
  }

  /** Forgets all values but the first ones; event times stay. */
  public void truncate(int toSize) {
    size = toSize;
    marked = toSize;
    if (!accumulated.isEmpty()) {
      accumulated.clear();
      for (int i = 0; i < size; i++) {
        if (exchanges[i] == accumulators) {
          accumulated.merge((String) places[i], (Long) values[i], Long::sum);
        }
      }
    }
  }

  /** Holds an addition back; several in a row are one. */
  void accumulate(String name, long delta) {
    accumulated.merge(name, delta, Long::sum);
    int last = size - 1;
    if (last >= marked && exchanges[last] == accumulators && places[last].equals(name)) {
      values[last] = (Long) values[last] + delta;
    } else {
      hold(accumulators, name, delta);
    }
  }

  /** What is held back for an accumulator. */
  long accumulated(String name) {
    return accumulated.getOrDefault(name, 0L);
  }

  void add(Exchange exchange, Object value) throws Exception {
    hold(exchange, exchange.prepare(value, context), value);
  }

  private void hold(Exchange exchange, Object place, Object value) {
    if (size == exchanges.length) {
      grow(size * 2);
    }
    exchanges[size] = exchange;
    places[size] = place;
    values[size] = value;
    times[size] = context.timeMillis;
    fars[size] = context.far;
    size++;
  }

  void eventTime(int node, long millis) {
    newest[node] = Math.max(newest[node], millis);
  }

  /**
   * Lets everything take effect.
   *
   * @param intervalNewest the newest event times of the interval, which this record may move
   */
  public void commit(long[] intervalNewest) {
    code.close();
    for (int i = 0; i < size; i++) {
      exchanges[i].take(places[i], values[i], context.k, times[i], fars[i]);
    }
    for (int i = 0; i < newest.length; i++) {
      intervalNewest[i] = Math.max(intervalNewest[i], newest[i]);
    }
    clear();
  }

  private void grow(int capacity) {
    exchanges = Arrays.copyOf(exchanges, capacity);
    places = Arrays.copyOf(places, capacity);
    values = Arrays.copyOf(values, capacity);
    times = Arrays.copyOf(times, capacity);
    fars = Arrays.copyOf(fars, capacity);
  }
}
