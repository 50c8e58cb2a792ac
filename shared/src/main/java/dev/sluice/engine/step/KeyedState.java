package dev.sluice.engine.step;

import dev.sluice.api.graph.KeyedCall;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.flow.KeyGroups;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The keys of an operator in one bucket: for each its state and its timer. */
final class KeyedState {
  /** A key has a cell as long as it has a state or a timer, or waits. */
  private static final int HAS_STATE = 1;

  private static final int HAS_TIMER = 2;

  private static final int WAITS = 4;

  /**
   * @param state null where there is none
   * @param timerMillis {@link KeyedCall#NEVER} where there is none
   * @param waits whether the key is to be called at the next tick
   */
  record Cell(byte[] state, long timerMillis, boolean waits) {
    static final Cell EMPTY = new Cell(null, KeyedCall.NEVER, false);

    boolean isEmpty() {
      return state == null && timerMillis == KeyedCall.NEVER && !waits;
    }
  }

  private final TreeMap<Key, Cell> cells = new TreeMap<>();
  private final TreeMap<Long, Set<Key>> timers = new TreeMap<>();
  private final TreeSet<Key> waiting = new TreeSet<>();
  private final Set<Key> changed = new LinkedHashSet<>();

  Cell get(Key key) {
    return cells.getOrDefault(key, Cell.EMPTY);
  }

  void put(Key key, Cell cell) {
    set(key, cell);
    changed.add(key);
  }

  private void set(Key key, Cell cell) {
    Cell before = cell.isEmpty() ? cells.remove(key) : cells.put(key, cell);
    if (before != null && before.timerMillis != KeyedCall.NEVER) {
      Set<Key> keys = timers.get(before.timerMillis);
      keys.remove(key);
      if (keys.isEmpty()) {
        timers.remove(before.timerMillis);
      }
    }
    if (cell.timerMillis != KeyedCall.NEVER) {
      timers.computeIfAbsent(cell.timerMillis, time -> new TreeSet<>()).add(key);
    }
    if (cell.waits) {
      waiting.add(key);
    } else {
      waiting.remove(key);
    }
  }

  /** The keys that wait for a tick, in order. */
  Set<Key> waiting() {
    return waiting;
  }

  /** The keys that have a state, in order. */
  Set<Key> keys() {
    Set<Key> keys = new TreeSet<>();
    cells.forEach(
        (key, cell) -> {
          if (cell.state != null) {
            keys.add(key);
          }
        });
    return keys;
  }

  boolean isEmpty() {
    return cells.isEmpty();
  }

  /** When the first timer comes, {@link KeyedCall#NEVER} for none. */
  long firstTimer() {
    return timers.isEmpty() ? KeyedCall.NEVER : timers.firstKey();
  }

  /** The keys whose timer has come by a time of the operator's clock, in order. */
  Set<Key> due(long clockMillis) {
    Set<Key> keys = new TreeSet<>();
    NavigableMap<Long, Set<Key>> come = timers.headMap(clockMillis, true);
    come.values().forEach(keys::addAll);
    return keys;
  }

  /** Writes all cells, or those that changed since they were written last. */
  void write(ByteOutput out, boolean whole) {
    Set<Key> keys = whole ? cells.keySet() : changed;
    out.writeUnsigned(keys.size());
    for (Key key : keys) {
      Cell cell = get(key);
      out.writeBytes(key.bytes);
      out.writeByte(
          (cell.state == null ? 0 : HAS_STATE)
              | (cell.timerMillis == KeyedCall.NEVER ? 0 : HAS_TIMER)
              | (cell.waits ? WAITS : 0));
      if (cell.state != null) {
        out.writeBytes(cell.state);
      }
      if (cell.timerMillis != KeyedCall.NEVER) {
        out.writeSigned(cell.timerMillis);
      }
    }
    changed.clear();
  }

  /** Takes in cells that were written, on top of what is there. */
  void apply(ByteInput in) {
    read(in, key -> true);
  }

  /** Takes in the cells of some key groups. */
  void inherit(ByteInput in, Groups groups) {
    read(in, key -> groups.contains(KeyGroups.of(key.bytes)));
  }

  private void read(ByteInput in, Predicate<Key> wanted) {
    for (int n = in.readCount(); n > 0; n--) {
      Key key = new Key(in.readBytes());
      int has = in.readByte();
      byte[] state = (has & HAS_STATE) == 0 ? null : in.readBytes();
      long timer = (has & HAS_TIMER) == 0 ? KeyedCall.NEVER : in.readSigned();
      if (wanted.test(key)) {
        set(key, new Cell(state, timer, (has & WAITS) != 0));
      }
    }
  }
}
