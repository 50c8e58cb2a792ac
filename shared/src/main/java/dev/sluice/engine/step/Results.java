package dev.sluice.engine.step;

import dev.sluice.api.Pair;
import dev.sluice.api.Window;
import dev.sluice.api.graph.Node;
import dev.sluice.api.graph.Texts;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.flow.Pipe;
import dev.sluice.plan.Operator;
import java.util.OptionalLong;

/** Makes an aggregation's results of its partials. */
final class Results {
  private final Operator.Aggregation operator;
  private final Node.Aggregate node;
  private final Emitter emitter;
  private final StepOutputs outputs;

  Results(Operator.Aggregation operator, Emitter emitter, StepOutputs outputs) {
    this.operator = operator;
    this.node = operator.node();
    this.emitter = emitter;
    this.outputs = outputs;
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
    emit(key, sum, step, pair -> emitter.send(pair, timeMillis, window, revision));
  }

  /** The same for the result of a window that is not closed yet. */
  void early(Key key, Object sum, Window window, Step step) {
    emit(key, sum, step, pair -> emitter.sendEarly(pair, window));
  }

  private void emit(Key key, Object sum, Step step, Pipe pipe) {
    Object keyObject = null;
    Object result = sum;
    try {
      keyObject = node.keys().decode(key.bytes);
      emitter.begin(key, keyObject, step);
      result = node.aggregator().lower(sum);
      pipe.accept(Pair.of(keyObject, result));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      emitter.cancel();
      outputs.deadLetter(operator.id(), key.bytes, Texts.shown(keyObject, result), e, step);
      return;
    }
    emitter.commit();
  }

  /** About how many bytes {@link #flush} would write now. */
  long bytes() {
    return emitter.bytes();
  }

  /** Writes what goes on to the operators of later stages. */
  void flush(BodyBuilder body) {
    emitter.flush(body);
  }
}
