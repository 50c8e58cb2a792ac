package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Groups;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The operators of a stage in one bucket, with their state. */
final class BucketTasks {
  private final Map<String, OperatorTask> tasks = new TreeMap<>();
  private final Map<String, Operator> operators = new TreeMap<>();
  private final Set<String> begun = new HashSet<>();

  BucketTasks(Plan plan, EngineSettings settings, int stage, Groups groups, StepOutputs outputs) {
    for (Operator operator : plan.operators(stage)) {
      tasks.put(operator.id(), task(plan, settings, operator, groups, outputs));
      operators.put(operator.id(), operator);
    }
  }

  private static OperatorTask task(
      Plan plan, EngineSettings settings, Operator operator, Groups groups, StepOutputs outputs) {
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
      return new KeyedTask(groups, keyed, emitter, outputs);
    } else if (operator instanceof Operator.SinkRows rows) {
      return new RowTask(operator.id(), SinkSpec.of(plan, rows.sink()), outputs);
    }
    return new RowTask(operator.id(), SinkSpec.system(operator.id()), outputs);
  }

  /** Called behind {@link #apply}: begins with those operators of which nothing was kept. */
  void start() {
    tasks.forEach(
        (id, task) -> {
          if (begun.add(id)) {
            task.start();
          }
        });
  }

  void begin(Step step) {
    running(step, task -> task.begin(step));
  }

  /** Takes in a block, if it is for an operator of this stage that has begun. */
  void read(String operator, ByteInput block, Step step) {
    OperatorTask task = tasks.get(operator);
    if (task != null && step.runs(operators.get(operator))) {
      task.read(block, step);
    }
  }

  void end(Step step) {
    running(step, task -> task.end(step));
  }

  private void running(Step step, Consumer<OperatorTask> work) {
    tasks.forEach(
        (id, task) -> {
          if (step.runs(operators.get(id))) {
            work.accept(task);
          }
        });
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

  /** About how many bytes {@link #flush} would write now. */
  long bytes() {
    return tasks.values().stream().mapToLong(OperatorTask::bytes).sum();
  }

  void flush(BodyBuilder body) {
    tasks.values().forEach(task -> task.flush(body));
  }

  /**
   * Writes the state: all of it, or what changed since it was written last. Operators that have not
   * begun have none yet: what they begin with is written with their first step, as readers look for
   * nothing before it.
   *
   * @param k the step of the entry
   */
  void write(ByteOutput out, boolean whole, long k, Epoch epoch) {
    ByteOutput one = new ByteOutput(1024);
    tasks.forEach(
        (id, task) -> {
          one.reset();
          if (hasBegun(operators.get(id), k, epoch)) {
            task.write(one, whole);
          }
          if (one.size() > 0) {
            out.writeString(id).writeBytes(one);
          }
        });
  }

  /**
   * Whether an entry may hold something of an operator. What was there from the start has begun in
   * a lane that idles, too, before any step; an entry of before may have the state of one that was
   * retired, and had the same id.
   *
   * @param k the step of the entry
   */
  static boolean hasBegun(Operator operator, long k, Epoch epoch) {
    String part = Plan.partOf(operator);
    return !epoch.adds(part) || k > epoch.begins(part);
  }

  /**
   * Takes in what an entry holds, but for operators that are gone, or that have begun behind it: a
   * new one may have the id of one that was retired.
   *
   * @param k the step of the entry
   */
  void apply(byte[] state, long k, Epoch epoch) {
    ByteInput in = new ByteInput(state);
    while (in.hasRemaining()) {
      String id = in.readString();
      ByteInput slice = in.readSlice();
      if (tasks.containsKey(id) && hasBegun(operators.get(id), k, epoch)) {
        begun.add(id);
        tasks.get(id).apply(slice);
      }
    }
  }

  /** Takes in what a lane of the layout before has kept, as far as it is of these groups. */
  void inherit(BucketTasks before, Groups groups) {
    for (String id : before.begun) {
      ByteOutput whole = new ByteOutput(1024);
      before.tasks.get(id).write(whole, true);
      begun.add(id);
      tasks.get(id).inherit(new ByteInput(whole.toByteArray()), groups);
    }
  }
}
