package dev.sluice.engine.step;

import dev.sluice.api.Window;
import dev.sluice.api.graph.Node;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.flow.Context;
import dev.sluice.engine.flow.Flow;
import dev.sluice.engine.flow.Pipe;
import dev.sluice.engine.flow.RecordBuffer;
import dev.sluice.plan.Plan;
import java.util.OptionalLong;

/**
 * Sends an operator's results through the stateless operators behind it. What is sent between
 * {@link #begin} and {@link #commit} takes effect together.
 */
final class Emitter {
  /** Event time is declared before the first shuffle, so nothing behind one moves a watermark. */
  private static final long[] NO_EVENT_TIMES = new long[0];

  private final Context context = new Context();
  private final RecordBuffer buffer;
  private final Flow flow;
  private final Pipe behind;

  Emitter(Plan plan, EngineSettings settings, Node.Shuffled node, StepOutputs outputs) {
    this.buffer = new RecordBuffer(context, NO_EVENT_TIMES.length, outputs.code());
    this.flow =
        new Flow(
            plan, settings, context, buffer, sink -> new FusedRows(plan, settings, sink, outputs));
    this.behind = flow.behind(node);
  }

  /**
   * Begins with the results of a key in a step, and forgets what was not committed. {@link #commit}
   * or {@link #cancel} follows.
   */
  void begin(Key key, Object keyObject, Step step) {
    buffer.begin();
    context.k = step.k();
    context.key = key.bytes;
    context.keyObject = keyObject;
  }

  /**
   * Sends a result on its way.
   *
   * @param timeMillis the result's event time
   * @param window the window that it belongs to, or null
   * @param revision for a window published before, the border of this step
   * @throws Exception what user code behind the operator threw; {@link #begin} follows
   */
  void send(Object result, long timeMillis, Window window, OptionalLong revision) throws Exception {
    context.early = false;
    send(result, timeMillis, false, window, revision);
  }

  /** Sends a result of a window that is not closed yet. */
  void sendEarly(Object result, Window window) throws Exception {
    context.early = true;
    send(result, window.endMillis() - 1, false, window, OptionalLong.empty());
  }

  /**
   * The same for a result that has the time of a value.
   *
   * @param far whether that is too far ahead of the value's arrival
   */
  void send(Object result, long timeMillis, boolean far) throws Exception {
    context.early = false;
    send(result, timeMillis, far, null, OptionalLong.empty());
  }

  private void send(
      Object result, long timeMillis, boolean far, Window window, OptionalLong revision)
      throws Exception {
    context.far = far;
    context.timeMillis = timeMillis;
    context.stampMillis = timeMillis;
    context.window = window;
    context.revision = revision;
    int before = buffer.size();
    behind.accept(result);
    buffer.rehearse(before);
  }

  /** How much has been sent since {@link #begin}. */
  int mark() {
    return buffer.mark();
  }

  /** Forgets what has been sent since a mark. */
  void reset(int mark) {
    buffer.truncate(mark);
  }

  /** Lets everything sent take effect. */
  void commit() {
    buffer.commit(NO_EVENT_TIMES);
  }

  /** Forgets everything sent. */
  void cancel() {
    buffer.clear();
  }

  /** About how many bytes {@link #flush} would write now. */
  long bytes() {
    return flow.bytes();
  }

  /** Writes what goes on to the operators of later stages. */
  void flush(BodyBuilder body) {
    flow.flush(body);
  }
}
