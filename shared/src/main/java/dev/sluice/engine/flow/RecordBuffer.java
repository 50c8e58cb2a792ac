package dev.sluice.engine.flow;

import java.util.Arrays;

/** What one record causes, held back until all of its user code has run without an exception. */
public final class RecordBuffer {
  private final Context context;
  private final long[] newest;
  private Exchange[] exchanges = new Exchange[8];
  private Object[] places = new Object[8];
  private Object[] values = new Object[8];
  private long[] times = new long[8];
  private boolean[] fars = new boolean[8];
  private int size;

  /**
   * @param eventTimes how many event-time nodes there are
   */
  public RecordBuffer(Context context, int eventTimes) {
    this.context = context;
    this.newest = new long[eventTimes];
    clear();
  }

  /** Forgets the record. */
  public void clear() {
    size = 0;
    Arrays.fill(newest, Long.MIN_VALUE);
  }

  /** How many values are held back. */
  public int size() {
    return size;
  }

  /** Forgets all values but the first ones; event times stay. */
  public void truncate(int toSize) {
    size = toSize;
  }

  void add(Exchange exchange, Object value) throws Exception {
    Object place = exchange.prepare(value, context);
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
