package dev.sluice.engine.step;

import dev.sluice.api.Pair;
import dev.sluice.api.Window;
import dev.sluice.api.graph.Node;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.flow.Context;
import dev.sluice.engine.flow.Flow;
import dev.sluice.engine.flow.Pipe;
import dev.sluice.engine.flow.RecordBuffer;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.util.OptionalLong;

/** Sends an aggregation's results through the stateless operators behind it. */
final class Emitter {
  /** Event time is declared before the first shuffle, so nothing behind one moves a watermark. */
  private static final long[] NO_EVENT_TIMES = new long[0];

  private final Context context = new Context();
  private final RecordBuffer buffer = new RecordBuffer(context, NO_EVENT_TIMES.length);
  private final Operator.Aggregation operator;
  private final Node.Aggregate node;
  private final StepOutputs outputs;
  private final Flow flow;
  private final Pipe behind;

  Emitter(Plan plan, EngineSettings settings, Operator.Aggregation operator, StepOutputs outputs) {
    this.operator = operator;
    this.node = operator.node();
    this.outputs = outputs;
    this.flow =
        new Flow(
            plan, settings, context, buffer, sink -> new FusedRows(plan, settings, sink, outputs));
    this.behind = flow.behind(node);
  }

  /**
   * Emits a result. Where user code throws, the result becomes a dead letter.
   *
   * @param sum the partial that the result is made of
   * @param timeMillis the result's event time
   * @param window the window that it belongs to, or null
   * @param revision for a window published before, the border of this step
   */
  void emit(Key key, Object sum, long timeMillis, Window window, OptionalLong revision, Step step) {
    context.k = step.k();
    context.timeMillis = timeMillis;
    context.stampMillis = timeMillis;
    context.far = false;
    context.window = window;
    context.revision = revision;
    context.key = key.bytes;
    buffer.clear();
    Object result = sum;
    try {
      context.keyObject = node.keys().decode(key.bytes);
      result = node.aggregator().lower(sum);
      behind.accept(Pair.of(context.keyObject, result));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      buffer.clear();
      outputs.deadLetter(operator.id(), key.bytes, context.keyObject + "," + result, e, step);
      return;
    }
    buffer.commit(NO_EVENT_TIMES);
  }

  /** Writes what goes on to the operators of later stages. */
  void flush(BodyBuilder body) {
    flow.flush(body);
  }
}
