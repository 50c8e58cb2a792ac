package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.Groups;

/** An operator in one bucket. Input of a step comes in the order (lane, position). */
interface OperatorTask {

  /** No window is open. */
  long NOTHING_DUE = Long.MAX_VALUE;

  String id();

  /** The watermark at which the operator has something to do without input. */
  long due();

  /** Called in a lane that has no entry yet, before anything else. */
  default void start() {}

  /** Called before the step's input. */
  default void begin(Step step) {}

  /** Takes in a part of the step's input. */
  void read(ByteInput block, Step step);

  /** Called behind the step's input: closes what is due and emits. */
  void end(Step step);

  /** About how many bytes {@link #flush} would write now. */
  default long bytes() {
    return 0;
  }

  /** Writes what the steps since the last flush hand to operators of later stages. */
  void flush(BodyBuilder body);

  /** Writes state: all of it, or what changed since it was written last. */
  void write(ByteOutput out, boolean whole);

  /**
   * Takes in what a lane of the layout before has kept, as far as it is of some groups, besides
   * what is there: there may be several such lanes.
   *
   * @param state written as a whole
   */
  void inherit(ByteInput state, Groups groups);

  /** Takes in state that was written, in the order of writing, on top of what is there. */
  void apply(ByteInput state);
}
