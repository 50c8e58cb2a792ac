package dev.sluice.engine.step;

import dev.sluice.api.Pair;
import dev.sluice.api.Window;
import dev.sluice.engine.flow.Context;
import dev.sluice.engine.flow.Pipe;
import dev.sluice.engine.flow.RecordBuffer;
import java.util.OptionalLong;

/** Sends an operator's results through the stateless operators behind it. */
final class Emitter {
  private final Context context;
  private final RecordBuffer buffer;
  private final Pipe behind;
  private final StepOutputs outputs;
  private final String operator;

  Emitter(Context context, RecordBuffer buffer, Pipe behind, StepOutputs outputs, String operator) {
    this.context = context;
    this.buffer = buffer;
    this.behind = behind;
    this.outputs = outputs;
    this.operator = operator;
  }

  /**
   * Emits a result. Where user code throws, the result becomes a dead letter.
   *
   * @param timeMillis the result's event time
   * @param window the window that it belongs to, or null
   * @param revision for a window published before, the border of this step
   */
  void emit(
      Key key,
      Object keyObject,
      Object value,
      long timeMillis,
      Window window,
      OptionalLong revision,
      Step step) {
    context.k = step.k();
    context.timeMillis = timeMillis;
    context.stampMillis = timeMillis;
    context.far = false;
    context.window = window;
    context.revision = revision;
    context.key = key.bytes;
    context.keyObject = keyObject;
    buffer.clear();
    try {
      behind.accept(Pair.of(keyObject, value));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      buffer.clear();
      outputs.deadLetter(operator, key.bytes, String.valueOf(Pair.of(keyObject, value)), e, step);
      return;
    }
    buffer.commit(NO_EVENT_TIMES);
  }

  /** Event time is declared before the first shuffle, so nothing behind one moves a watermark. */
  private static final long[] NO_EVENT_TIMES = new long[0];
}
