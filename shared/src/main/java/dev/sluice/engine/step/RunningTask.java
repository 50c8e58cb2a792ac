package dev.sluice.engine.step;

import dev.sluice.api.Aggregator;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.flow.KeyGroups;
import dev.sluice.engine.flow.Merging;
import dev.sluice.plan.Operator;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An aggregation over all time: keeps each key's partial, and gives what changed, or all. */
final class RunningTask implements OperatorTask {
  private final Operator.Aggregation operator;
  private final boolean complete;
  private final Aggregator<Object, Object, Object> aggregator;
  private final Merging merging;
  private final Results results;
  private final TreeMap<Key, Object> partials = new TreeMap<>();

  /** The keys with input in this step. */
  private final Set<Key> touched = new TreeSet<>();

  /** The keys whose partials are not written yet. */
  private final Set<Key> changed = new HashSet<>();

  RunningTask(Operator.Aggregation operator, Results results) {
    this.operator = operator;
    this.complete = operator.node().isComplete();
    this.aggregator = operator.node().aggregator();
    this.merging = new Merging(operator);
    this.results = results;
  }

  @Override
  public String id() {
    return operator.id();
  }

  /** All results of a step are those of all buckets, with input or without. */
  @Override
  public long due() {
    return complete && !partials.isEmpty() ? Long.MIN_VALUE : NOTHING_DUE;
  }

  @Override
  public void read(ByteInput block, Step step) {
    while (block.hasRemaining()) {
      Key key = new Key(block.readBytes());
      Object partial = aggregator.codec().read(block);
      Object before = partials.get(key);
      partials.put(key, before == null ? partial : merging.combine(key.bytes, before, partial));
      touched.add(key);
      changed.add(key);
    }
  }

  @Override
  public void end(Step step) {
    long time = step.borderMillis() - 1;
    Set<Key> all = step.wantsAll(operator) ? partials.keySet() : Set.of();
    for (Key key : complete ? all : touched) {
      results.emit(key, partials.get(key), time, null, OptionalLong.empty(), step);
    }
    touched.clear();
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
    Set<Key> keys = whole ? partials.keySet() : new TreeSet<>(changed);
    out.writeUnsigned(keys.size());
    for (Key key : keys) {
      out.writeBytes(key.bytes);
      merging.write(key.bytes, partials.get(key), out);
    }
    changed.clear();
  }

  @Override
  public void inherit(ByteInput in, Groups groups) {
    for (int n = in.readCount(); n > 0; n--) {
      Key key = new Key(in.readBytes());
      Object partial = aggregator.codec().read(in);
      if (groups.contains(KeyGroups.of(key.bytes))) {
        partials.put(key, partial);
      }
    }
  }

  @Override
  public void apply(ByteInput in) {
    for (int n = in.readCount(); n > 0; n--) {
      Key key = new Key(in.readBytes());
      partials.put(key, aggregator.codec().read(in));
    }
  }
}
