package dev.sluice.engine.step;

import dev.sluice.api.Aggregator;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.flow.Merging;
import dev.sluice.plan.Operator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An aggregation by batch: combines a step's partials and keeps nothing. */
final class BatchTask implements OperatorTask {
  private final Operator.Aggregation operator;
  private final Aggregator<Object, Object, Object> aggregator;
  private final Merging merging;
  private final Results results;
  private final Map<Key, Object> partials = new HashMap<>();

  BatchTask(Operator.Aggregation operator, Results results) {
    this.operator = operator;
    this.aggregator = operator.node().aggregator();
    this.merging = new Merging(operator);
    this.results = results;
  }

  @Override
  public String id() {
    return operator.id();
  }

  @Override
  public long due() {
    return NOTHING_DUE;
  }

  @Override
  public void read(ByteInput block, Step step) {
    while (block.hasRemaining()) {
      Key key = new Key(block.readBytes());
      Object partial = aggregator.codec().read(block);
      Object before = partials.get(key);
      partials.put(key, before == null ? partial : merging.combine(key.bytes, before, partial));
    }
  }

  @Override
  public void end(Step step) {
    long time = step.borderMillis() - 1;
    new TreeMap<>(partials)
        .forEach(
            (key, partial) -> results.emit(key, partial, time, null, OptionalLong.empty(), step));
    partials.clear();
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
  public void write(ByteOutput out, boolean whole) {}

  @Override
  public void inherit(ByteInput state, Groups groups) {}

  @Override
  public void apply(ByteInput state) {}
}
