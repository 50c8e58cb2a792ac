package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The operators of a stage in one bucket, with their state. */
final class BucketTasks {
  private final Map<String, OperatorTask> tasks = new TreeMap<>();

  BucketTasks(Plan plan, EngineSettings settings, int stage, StepOutputs outputs) {
    for (Operator operator : plan.operators(stage)) {
      tasks.put(operator.id(), task(plan, settings, operator, outputs));
    }
  }

  private static OperatorTask task(
      Plan plan, EngineSettings settings, Operator operator, StepOutputs outputs) {
    if (operator instanceof Operator.Aggregation aggregation) {
      Emitter emitter = new Emitter(plan, settings, aggregation.node(), outputs);
      Results results = new Results(aggregation, emitter, outputs);
      if (aggregation.node().windows().isPresent()) {
        return new WindowTask(aggregation, results, outputs);
      }
      return aggregation.node().mode().isPresent()
          ? new RunningTask(aggregation, results)
          : new BatchTask(aggregation, results);
    } else if (operator instanceof Operator.Keyed keyed) {
      Emitter emitter = new Emitter(plan, settings, keyed.node(), outputs);
      return new KeyedTask(settings, keyed, emitter, outputs);
    } else if (operator instanceof Operator.SinkRows rows) {
      return new RowTask(operator.id(), SinkSpec.of(plan, rows.sink()), outputs);
    }
    return new RowTask(operator.id(), SinkSpec.system(operator.id()), outputs);
  }

  void start() {
    tasks.values().forEach(OperatorTask::start);
  }

  void begin(Step step) {
    tasks.values().forEach(task -> task.begin(step));
  }

  /** Takes in a block, if it is for an operator of this stage. */
  void read(String operator, ByteInput block, Step step) {
    OperatorTask task = tasks.get(operator);
    if (task != null) {
      task.read(block, step);
    }
  }

  void end(Step step) {
    tasks.values().forEach(task -> task.end(step));
  }

  /** For each operator that waits for something, when it comes by the operator's clock. */
  SortedMap<String, Long> due() {
    SortedMap<String, Long> due = new TreeMap<>();
    tasks.forEach(
        (id, task) -> {
          if (task.due() != OperatorTask.NOTHING_DUE) {
            due.put(id, task.due());
          }
        });
    return due;
  }

  void flush(BodyBuilder body) {
    tasks.values().forEach(task -> task.flush(body));
  }

  /** Writes the state: all of it, or what changed since it was written last. */
  void write(ByteOutput out, boolean whole) {
    ByteOutput one = new ByteOutput(1024);
    tasks.forEach(
        (id, task) -> {
          one.reset();
          task.write(one, whole);
          if (one.size() > 0) {
            out.writeString(id).writeBytes(one);
          }
        });
  }

  void apply(byte[] state) {
    ByteInput in = new ByteInput(state);
    while (in.hasRemaining()) {
      OperatorTask task = tasks.get(in.readString());
      task.apply(in.readSlice());
    }
  }
}
