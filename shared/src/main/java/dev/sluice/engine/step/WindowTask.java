package dev.sluice.engine.step;

import dev.sluice.api.Aggregator;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.Window;
import dev.sluice.api.batch.Counted;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.flow.Merging;
import dev.sluice.engine.flow.Panes;
import dev.sluice.engine.flow.WindowBlocks;
import dev.sluice.plan.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** An aggregation by window: merges panes, judges what is late, closes windows. */
final class WindowTask implements OperatorTask {
  private final Operator.Aggregation operator;
  private final Node.Aggregate node;
  private final Aggregator<Object, Object, Object> aggregator;
  private final Panes panes;

  /** The length of the windows that results belong to. */
  private final long resultMillis;

  private final Merging merging;
  private final Results results;
  private final StepOutputs outputs;
  private final WindowState state;
  private final TreeMap<Long, TreeSet<Key>> revised = new TreeMap<>();

  private final EarlyWindows early;

  /** Whether partials are {@link Counted}. */
  private final boolean counts;

  /** The watermark up to which windows have been closed. */
  private long closed = Long.MIN_VALUE;

  WindowTask(Operator.Aggregation operator, Results results, StepOutputs outputs) {
    this.operator = operator;
    this.node = operator.node();
    this.aggregator = node.aggregator();
    this.panes = new Panes(node.windows().orElseThrow());
    this.resultMillis = node.resultWindows().orElseThrow().size().toMillis();
    this.merging = new Merging(operator);
    this.results = results;
    this.outputs = outputs;
    this.state = new WindowState(aggregator.codec(), merging);
    this.early = EarlyWindows.of(node.early());
    this.counts = node.early().filter(EarlyResults.EveryRecords.class::isInstance).isPresent();
  }

  @Override
  public String id() {
    return operator.id();
  }

  @Override
  public long due() {
    if (node.isComplete() && !state.isEmpty()) {
      return Long.MIN_VALUE; // the results of a step are those of all buckets
    }
    if (!early.isEmpty()) {
      return Long.MIN_VALUE; // borders, and not the watermark, say when it is time
    }
    long due = NOTHING_DUE;
    if (node.updates() || node.isComplete()) {
      return due;
    }
    for (long pane : state.paneStarts()) {
      long end = panes.firstEndAfter(pane, closed);
      if (end <= panes.lastEnd(pane)) {
        due = Math.min(due, end);
      }
    }
    return due;
  }

  /** Steps without input and without anything due are left out, but the watermark went on. */
  @Override
  public void begin(Step step) {
    closeUpTo(step.watermarkBefore(operator.eventTimes()), step);
  }

  @Override
  public void read(ByteInput block, Step step) {
    while (block.hasRemaining()) {
      int tag = block.readByte();
      Key key = new Key(block.readBytes());
      long time = block.readSigned();
      switch (tag) {
        case WindowBlocks.COMBINED -> merge(time, key, aggregator.codec().read(block), step);
        case WindowBlocks.SINGLE -> single(time, key, node.values().read(block), step);
        case WindowBlocks.FAR -> late(time, "far ahead", key, node.values().read(block), step);
        default -> throw new CodecException("a window's input has an item of kind " + tag);
      }
    }
  }

  private void single(long time, Key key, Object value, Step step) {
    long pane = panes.paneOf(time);
    long watermark = step.watermarkBefore(operator.eventTimes());
    if (!node.isComplete()
        && watermark != Long.MIN_VALUE
        && panes.lastEnd(pane) <= watermark - panes.latenessMillis()) {
      late(time, "late", key, value, step);
      return;
    }
    Object partial = state.get(pane, key);
    long before = count(partial);
    put(pane, key, merging.add(key.bytes, partial, value), before);
  }

  private void merge(long pane, Key key, Object partial, Step step) {
    Object before = state.get(pane, key);
    long count = count(before);
    put(pane, key, before == null ? partial : merging.combine(key.bytes, before, partial), count);
  }

  private long count(Object partial) {
    return counts ? Counted.of(partial) : 0;
  }

  /**
   * @param before how many values there were
   */
  private void put(long pane, Key key, Object partial, long before) {
    state.put(pane, key, partial);
    if (node.isComplete()) {
      return;
    }
    if (node.early().isPresent()) {
      for (long end = panes.firstEndAfter(pane, closed);
          end <= panes.lastEnd(pane);
          end += panes.slideMillis()) {
        early.changed(end, key, count(partial) - before);
      }
    }
    long last = node.updates() ? panes.lastEnd(pane) : Math.min(closed, panes.lastEnd(pane));
    for (long end = panes.firstEnd(pane); end <= last; end += panes.slideMillis()) {
      if (closed == Long.MIN_VALUE || end > closed - panes.latenessMillis()) {
        revised.computeIfAbsent(end, window -> new TreeSet<>()).add(key);
      }
    }
  }

  private void late(long time, String why, Key key, Object value, Step step) {
    long end = panes.lastEnd(panes.paneOf(time));
    Object keyObject = node.keys().decode(key.bytes);
    outputs.late(id(), end - panes.sizeMillis(), end, time, why, key, keyObject, value, step);
  }

  @Override
  public void end(Step step) {
    revised.forEach((end, keys) -> keys.forEach(key -> revise(end, key, step)));
    revised.clear();
    closeUpTo(step.watermarkAfter(operator), step);
    if (node.isComplete() && step.wantsAll(operator)) {
      close(Long.MIN_VALUE, Step.END_OF_TIME, step);
    }
    early.close(closed);
    early.give(
        step, this::count, (end, key) -> results.early(key, sum(end, key), window(end), step));
  }

  private void closeUpTo(long watermark, Step step) {
    if (watermark <= closed || node.isComplete()) {
      return;
    }
    if (!node.updates()) {
      close(closed, watermark, step);
    }
    closed = watermark;
    dropDead();
  }

  /** Emits the windows that end behind a time and not behind another. */
  private void close(long after, long until, Step step) {
    TreeSet<Long> ends = new TreeSet<>();
    for (long pane : state.paneStarts()) {
      long last = Math.min(until, panes.lastEnd(pane));
      for (long end = panes.firstEndAfter(pane, after); end <= last; end += panes.slideMillis()) {
        ends.add(end);
      }
    }
    for (long end : ends) {
      state
          .combined(end - panes.sizeMillis(), end)
          .forEach((key, sum) -> emit(end, key, sum, OptionalLong.empty(), step));
    }
  }

  private void revise(long end, Key key, Step step) {
    emit(end, key, sum(end, key), OptionalLong.of(step.borderMillis()), step);
  }

  private Object sum(long end, Key key) {
    Object sum = aggregator.zero();
    for (Object partial : state.partials(end - panes.sizeMillis(), end, key)) {
      sum = merging.combine(key.bytes, sum, partial);
    }
    return sum;
  }

  private long count(long end, Key key) {
    return state.partials(end - panes.sizeMillis(), end, key).stream().mapToLong(Counted::of).sum();
  }

  private Window window(long end) {
    return new Window(end - resultMillis, end);
  }

  private void emit(long end, Key key, Object sum, OptionalLong revision, Step step) {
    results.emit(key, sum, end - 1, window(end), revision, step);
  }

  /** A pane is dead when no record can change a window that holds it: not even a late one. */
  private void dropDead() {
    long dead = closed == Step.END_OF_TIME ? closed : closed - panes.latenessMillis();
    List<Long> gone = new ArrayList<>();
    for (long pane : state.paneStarts()) {
      if (panes.lastEnd(pane) <= dead) {
        gone.add(pane);
      }
    }
    gone.forEach(state::drop);
  }

  @Override
  public long bytes() {
    return results.bytes();
  }

  @Override
  public void flush(BodyBuilder body) {
    results.flush(body);
  }

  @Override
  public void write(ByteOutput out, boolean whole) {
    out.writeLong(closed);
    early.write(out);
    state.write(out, whole);
  }

  /**
   * An idle lane stands behind the others, and would have nothing to close up to where they are.
   */
  @Override
  public void inherit(ByteInput in, Groups groups) {
    closed = Math.max(closed, in.readLong());
    early.inherit(in, groups);
    state.inherit(in, groups);
    if (closed != Long.MIN_VALUE) {
      dropDead();
    }
  }

  @Override
  public void apply(ByteInput in) {
    closed = in.readLong();
    early.apply(in);
    state.apply(in);
    if (closed != Long.MIN_VALUE) {
      dropDead();
    }
  }
}
