package dev.sluice.engine.step;

import dev.sluice.api.Aggregator;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.plan.Operator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An aggregation by batch: combines a step's partials and keeps nothing. */
final class BatchTask implements OperatorTask {
  private final Operator.Aggregation operator;
  private final Aggregator<Object, Object, Object> aggregator;
  private final Node.Aggregate node;
  private final Emitter emitter;
  private final Map<Key, Object> partials = new HashMap<>();

  BatchTask(Operator.Aggregation operator, Emitter emitter) {
    this.operator = operator;
    this.node = operator.node();
    this.aggregator = node.aggregator();
    this.emitter = emitter;
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
  public long watermarkAfter(Step step) {
    return step.watermarkAfter(operator);
  }

  @Override
  public void begin(Step step) {}

  @Override
  public void read(ByteInput block, Step step) {
    while (block.hasRemaining()) {
      Key key = new Key(block.readBytes());
      Object partial = aggregator.codec().read(block);
      Object before = partials.get(key);
      partials.put(key, before == null ? partial : aggregator.combine(before, partial));
    }
  }

  @Override
  public void end(Step step) {
    new TreeMap<>(partials)
        .forEach(
            (key, partial) ->
                emitter.emit(
                    key,
                    node.keys().decode(key.bytes),
                    aggregator.lower(partial),
                    step.borderMillis() - 1,
                    null,
                    OptionalLong.empty(),
                    step));
    partials.clear();
  }

  @Override
  public void write(ByteOutput out, boolean whole) {}

  @Override
  public void apply(ByteInput state) {}
}
