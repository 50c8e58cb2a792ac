package dev.sluice.engine.flow;

import dev.sluice.api.Pair;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.plan.Operator;
import java.util.function.LongUnaryOperator;

/**
 * Input of an aggregation by window. Values of one (interval, key, pane) are combined before they
 * are written, unless the pane may be found late: then they are written one by one, so that the
 * late output has each of them. Whether it may depends on the pane and the interval alone.
 */
final class WindowExchange implements Exchange {
  private static final class Slot {
    final byte[] key;
    final int group;
    Cell[] cells = new Cell[2];
    int size;

    Slot(byte[] key) {
      this.key = key;
      this.group = KeyGroups.of(key);
    }

    /** The cell of a pane; recent ones are looked at first, as time mostly goes on. */
    Cell cell(long k, long pane) {
      for (int i = size - 1; i >= 0; i--) {
        if (cells[i].pane == pane && cells[i].k == k) {
          return cells[i];
        }
      }
      if (size == cells.length) {
        cells = java.util.Arrays.copyOf(cells, size * 2);
      }
      cells[size] = new Cell(k, pane);
      return cells[size++];
    }
  }

  private static final class Cell {
    final long k;
    final long pane;
    Object partial;

    Cell(long k, long pane) {
      this.k = k;
      this.pane = pane;
    }
  }

  /** About so many bytes a value or a partial has. */
  private static final int VALUE_BYTES = 32;

  private final String id;
  private final Node.Aggregate node;
  private final Merging merging;
  private final Panes panes;
  private final LongUnaryOperator greatestWatermarkBefore;
  private final KeySlots<Slot> slots;
  private final Blocks single = new Blocks();
  private long partialBytes;

  /**
   * @param greatestWatermarkBefore the greatest watermark that can hold before an interval
   */
  WindowExchange(Operator.Aggregation operator, LongUnaryOperator greatestWatermarkBefore) {
    this.id = operator.id();
    this.node = operator.node();
    this.merging = new Merging(operator);
    this.slots = new KeySlots<>(node.keys(), Slot::new);
    this.panes = new Panes(node.windows().orElseThrow());
    this.greatestWatermarkBefore = greatestWatermarkBefore;
  }

  @Override
  public Object prepare(Object value, Context context) {
    return slots.of(((Pair<?, ?>) value).key());
  }

  @Override
  public void rehearse(Object value, long k, long timeMillis, boolean far) {
    Object single = ((Pair<?, ?>) value).value();
    long pane = panes.paneOf(timeMillis);
    if (!panes.isCovered(pane)) {
      return;
    }
    if (far || mayBeLate(pane, k)) {
      node.values().encode(single);
    }
    if (!far) {
      merging.rehearse(single);
    }
  }

  @Override
  public void take(Object place, Object value, long k, long timeMillis, boolean far) {
    Slot slot = (Slot) place;
    Object single = ((Pair<?, ?>) value).value();
    long pane = panes.paneOf(timeMillis);
    if (!panes.isCovered(pane)) {
      return; // between two windows
    } else if (far) {
      write(WindowBlocks.FAR, slot, k, timeMillis, single);
    } else if (mayBeLate(pane, k)) {
      merging.rehearse(single); // in the bucket it would be too late for a dead letter
      write(WindowBlocks.SINGLE, slot, k, timeMillis, single);
    } else {
      Cell cell = slot.cell(k, pane);
      if (cell.partial == null) {
        partialBytes += slot.key.length + VALUE_BYTES;
      }
      cell.partial = merging.add(slot.key, cell.partial, single);
    }
  }

  private boolean mayBeLate(long pane, long k) {
    return panes.lastEnd(pane) + panes.latenessMillis() <= greatestWatermarkBefore.applyAsLong(k);
  }

  private void write(int tag, Slot slot, long k, long timeMillis, Object value) {
    ByteOutput out = single.at(k, slot.group, slot.key.length + VALUE_BYTES);
    out.writeByte(tag).writeBytes(slot.key).writeSigned(timeMillis);
    node.values().write(value, out);
  }

  @Override
  public long bytes() {
    return partialBytes + single.bytes();
  }

  @Override
  public void flush(BodyBuilder body) {
    for (Slot slot : slots.all()) {
      for (int i = 0; i < slot.size; i++) {
        Cell cell = slot.cells[i];
        ByteOutput out = body.block(slot.group, cell.k, id);
        out.writeByte(WindowBlocks.COMBINED).writeBytes(slot.key).writeSigned(cell.pane);
        merging.write(slot.key, cell.partial, out);
      }
    }
    single.flush(body, id);
    slots.clear();
    partialBytes = 0;
  }
}
