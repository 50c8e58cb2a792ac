package dev.sluice.engine.step;

import dev.sluice.api.graph.KeyedLogic.Input;
import dev.sluice.api.graph.KeyedTraits.Clock;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.plan.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Logic by key: hands each key its values, then its timer, and keeps its state. */
final class KeyedTask implements OperatorTask {
  private final Operator.Keyed operator;
  private final Node.Keyed node;
  private final Emitter emitter;
  private final StepOutputs outputs;
  private final KeyedState state = new KeyedState();
  private final TreeMap<Key, List<Input>> inputs = new TreeMap<>();

  KeyedTask(Operator.Keyed operator, Emitter emitter, StepOutputs outputs) {
    this.operator = operator;
    this.node = operator.node();
    this.emitter = emitter;
    this.outputs = outputs;
  }

  @Override
  public String id() {
    return operator.id();
  }

  @Override
  public long due() {
    boolean always = node.traits().everyInterval() && !state.isEmpty();
    return always ? Long.MIN_VALUE : state.firstTimer();
  }

  @Override
  public void read(ByteInput block, Step step) {
    while (block.hasRemaining()) {
      int index = block.readCount();
      boolean far = block.readBoolean();
      Key key = new Key(block.readBytes());
      long time = block.readSigned();
      Object value = node.ports().get(index).values().read(block);
      if (far && node.traits().clock() == Clock.EVENT) {
        Object keyObject = node.keys().decode(key.bytes);
        outputs.late(id(), time, time + 1, time, "far ahead", key, keyObject, value, step);
      } else {
        inputs.computeIfAbsent(key, each -> new ArrayList<>()).add(new Input(index, value, time));
      }
    }
  }

  @Override
  public void end(Step step) {
    Set<Key> keys = new TreeSet<>(inputs.keySet());
    keys.addAll(state.due(step.watermarkAfter(operator)));
    if (node.traits().everyInterval()) {
      keys.addAll(state.keys());
    }
    for (Key key : keys) {
      new KeyedRun(operator, key, step, state.get(key), emitter, outputs)
          .run(inputs.getOrDefault(key, List.of()))
          .ifPresent(cell -> state.put(key, cell));
    }
    inputs.clear();
  }

  @Override
  public void flush(BodyBuilder body) {
    emitter.flush(body);
  }

  @Override
  public void write(ByteOutput out, boolean whole) {
    state.write(out, whole);
  }

  @Override
  public void apply(ByteInput in) {
    state.apply(in);
  }
}
