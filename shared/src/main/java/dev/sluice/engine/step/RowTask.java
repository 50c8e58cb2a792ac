package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.Groups;

/** A sink whose rows crossed a shuffle: passes them on, and keeps nothing. */
final class RowTask implements OperatorTask {
  private final String id;
  private final SinkSpec sink;
  private final StepOutputs outputs;

  RowTask(String id, SinkSpec sink, StepOutputs outputs) {
    this.id = id;
    this.sink = sink;
    this.outputs = outputs;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public long due() {
    return NOTHING_DUE;
  }

  @Override
  public void read(ByteInput block, Step step) {
    while (block.hasRemaining()) {
      byte[] key = block.readBytes();
      outputs.add(sink, sink.directory(step.borderMillis()), key, null, block.readBytes());
    }
  }

  @Override
  public void end(Step step) {}

  @Override
  public void flush(BodyBuilder body) {}

  @Override
  public void write(ByteOutput out, boolean whole) {}

  @Override
  public void inherit(ByteInput state, Groups groups) {}

  @Override
  public void apply(ByteInput state) {}
}
