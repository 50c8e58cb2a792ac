package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.flow.KeyGroups;
import dev.sluice.engine.flow.Merging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The open panes of an operator in one bucket: for each key the partial of its values so far. */
final class WindowState {
  private static final class Cell {
    final long pane;
    final Key key;
    Object partial;
    boolean changed;

    Cell(long pane, Key key) {
      this.pane = pane;
      this.key = key;
    }
  }

  private final Codec<Object> partials;
  private final Merging merging;
  private final NavigableMap<Long, Map<Key, Cell>> panes = new TreeMap<>();
  private final List<Cell> changed = new ArrayList<>();

  WindowState(Codec<Object> partials, Merging merging) {
    this.partials = partials;
    this.merging = merging;
  }

  boolean isEmpty() {
    return panes.isEmpty();
  }

  /** The starts of the panes that hold something, ascending. */
  Iterable<Long> paneStarts() {
    return panes.keySet();
  }

  /** The partial of a key in a pane, or null. */
  Object get(long pane, Key key) {
    Map<Key, Cell> cells = panes.get(pane);
    Cell cell = cells == null ? null : cells.get(key);
    return cell == null ? null : cell.partial;
  }

  void put(long pane, Key key, Object partial) {
    Cell cell =
        panes
            .computeIfAbsent(pane, start -> new HashMap<>())
            .computeIfAbsent(key, each -> new Cell(pane, each));
    cell.partial = partial;
    if (!cell.changed) {
      cell.changed = true;
      changed.add(cell);
    }
  }

  /** For each key, ascending, its partials in the panes {@code [from, to)} as one. */
  SortedMap<Key, Object> combined(long from, long to) {
    Map<Key, Object> sums = new HashMap<>();
    for (Map<Key, Cell> ofPane : panes.subMap(from, to).values()) {
      for (Cell cell : ofPane.values()) {
        // A sum may be null, of null values only: the key has a result all the same.
        sums.put(cell.key, merging.combine(cell.key.bytes, sums.get(cell.key), cell.partial));
      }
    }
    return new TreeMap<>(sums); // sorted once, and not for each pane
  }

  /** A key's partials in the panes {@code [from, to)}, in the order of time. */
  List<Object> partials(long from, long to, Key key) {
    List<Object> found = new ArrayList<>();
    for (Map<Key, Cell> cells : panes.subMap(from, to).values()) {
      Cell cell = cells.get(key);
      if (cell != null) {
        found.add(cell.partial);
      }
    }
    return found;
  }

  void drop(long pane) {
    panes.remove(pane);
  }

  /** Writes all cells, or those that changed since they were written last and are still there. */
  void write(ByteOutput out, boolean whole) {
    ByteOutput cells = new ByteOutput();
    int count = 0;
    if (whole) {
      for (Map<Key, Cell> ofPane : panes.values()) {
        for (Cell cell : ofPane.values()) {
          writeCell(cell, cells);
          count++;
        }
      }
    } else {
      for (Cell cell : changed) {
        if (panes.containsKey(cell.pane)) {
          writeCell(cell, cells);
          count++;
        }
      }
    }
    changed.forEach(cell -> cell.changed = false);
    changed.clear();
    out.writeUnsigned(count).writeRaw(cells);
  }

  private void writeCell(Cell cell, ByteOutput out) {
    out.writeSigned(cell.pane).writeBytes(cell.key.bytes);
    merging.write(cell.key.bytes, cell.partial, out);
  }

  void apply(ByteInput in) {
    read(in, key -> true);
  }

  /** Takes in the cells of some key groups. */
  void inherit(ByteInput in, Groups groups) {
    read(in, key -> groups.contains(KeyGroups.of(key.bytes)));
  }

  private void read(ByteInput in, Predicate<Key> wanted) {
    for (int n = in.readCount(); n > 0; n--) {
      long pane = in.readSigned();
      Key key = new Key(in.readBytes());
      Object partial = partials.read(in);
      if (wanted.test(key)) {
        panes
                .computeIfAbsent(pane, start -> new HashMap<>())
                .computeIfAbsent(key, each -> new Cell(pane, each))
                .partial =
            partial;
      }
    }
  }
}
