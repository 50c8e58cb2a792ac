package dev.sluice.engine.step;

import dev.sluice.api.graph.InitialState;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic.Input;
import dev.sluice.api.graph.KeyedTraits.Clock;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.flow.KeyGroups;
import dev.sluice.plan.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Logic by key: hands each key its values, then its timer, and keeps its state. */
final class KeyedTask implements OperatorTask {
  /** Where timers go by event time, a wrong clock must not set one. */
  private static final Set<Clock> FAR_IS_LATE = Set.of(Clock.EVENT, Clock.TIME);

  /** No clock says so before the input ends. */
  private static final long AT_END = Step.END_OF_TIME - 1;

  private final Operator.Keyed operator;
  private final Node.Keyed node;
  private final Emitter emitter;
  private final StepOutputs outputs;
  private final KeyedState state = new KeyedState();
  private final TreeMap<Key, List<Input>> inputs = new TreeMap<>();
  private final Groups groups;

  /** Whether keys have their initial states and were not called yet. */
  private boolean starting;

  KeyedTask(Groups groups, Operator.Keyed operator, Emitter emitter, StepOutputs outputs) {
    this.groups = groups;
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
  public void start() {
    for (InitialState.Entry each : node.initial().entries()) {
      if (groups.contains(KeyGroups.of(each.key()))) {
        state.put(new Key(each.key()), new KeyedState.Cell(each.state(), KeyedCall.NEVER, false));
      }
    }
    starting = !node.initial().isEmpty();
  }

  @Override
  public long due() {
    boolean calledAll = node.traits().everyInterval() || node.traits().givesAll();
    boolean ticks = node.traits().ticks().isPresent() && !state.waiting().isEmpty();
    if (starting || ticks || calledAll && !state.isEmpty()) {
      return Long.MIN_VALUE;
    }
    return state.waiting().isEmpty() ? state.firstTimer() : Math.min(state.firstTimer(), AT_END);
  }

  @Override
  public void read(ByteInput block, Step step) {
    while (block.hasRemaining()) {
      int index = block.readCount();
      boolean far = block.readBoolean();
      Key key = new Key(block.readBytes());
      long time = block.readSigned();
      Object value = node.ports().get(index).values().read(block);
      if (far && (node.traits().dropsLate() || FAR_IS_LATE.contains(node.traits().clock()))) {
        late(key, "far ahead", time, value, step);
      } else if (node.traits().dropsLate() && time < step.watermarkBefore(operator.eventTimes())) {
        late(key, "late", time, value, step);
      } else {
        inputs
            .computeIfAbsent(key, each -> new ArrayList<>())
            .add(new Input(index, value, time, far));
      }
    }
  }

  /** A point in time is a window of a millisecond. */
  private void late(Key key, String why, long time, Object value, Step step) {
    Object keyObject = node.keys().decode(key.bytes);
    outputs.late(id(), time, time + 1, time, why, key, keyObject, value, step);
  }

  @Override
  public void end(Step step) {
    Set<Key> keys = new TreeSet<>(inputs.keySet());
    keys.addAll(state.due(step.watermarkAfter(operator)));
    Set<Key> initial = starting ? state.keys() : Set.of();
    boolean all = node.traits().everyInterval() || step.givesAll(operator);
    keys.addAll(all ? state.keys() : initial);
    keys.addAll(step.isTick(operator) ? state.waiting() : Set.of());
    for (Key key : keys) {
      new KeyedRun(operator, key, step, state.get(key), emitter, outputs)
          .run(inputs.getOrDefault(key, List.of()), initial.contains(key))
          .ifPresent(cell -> state.put(key, cell));
    }
    inputs.clear();
    starting = false;
  }

  @Override
  public long bytes() {
    return emitter.bytes();
  }

  @Override
  public void flush(BodyBuilder body) {
    emitter.flush(body);
  }

  @Override
  public void write(ByteOutput out, boolean whole) {
    if (!node.initial().isEmpty()) {
      out.writeBoolean(starting);
    }
    state.write(out, whole);
  }

  /** The cells that an entry of the bucket's lane holds of an operator. */
  static Optional<ByteInput> changesOf(Operator.Keyed operator, ByteInput changes) {
    while (changes.hasRemaining()) {
      String id = changes.readString();
      ByteInput cells = changes.readSlice();
      if (id.equals(operator.id())) {
        if (!operator.node().initial().isEmpty()) {
          cells.readBoolean();
        }
        return Optional.of(cells);
      }
    }
    return Optional.empty();
  }

  @Override
  public void inherit(ByteInput in, Groups some) {
    starting |= !node.initial().isEmpty() && in.readBoolean();
    state.inherit(in, some);
  }

  @Override
  public void apply(ByteInput in) {
    starting = !node.initial().isEmpty() && in.readBoolean();
    state.apply(in);
  }
}
