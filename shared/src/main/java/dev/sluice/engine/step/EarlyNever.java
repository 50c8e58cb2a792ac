package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.Groups;
import java.util.function.BiConsumer;

/** Windows give their results when they close, and not before. */
final class EarlyNever implements EarlyWindows {
  @Override
  public boolean isEmpty() {
    return true;
  }

  @Override
  public void changed(long end, Key key, long added) {}

  @Override
  public void close(long watermark) {}

  @Override
  public void give(Step step, Counts counts, BiConsumer<Long, Key> emit) {}

  @Override
  public void write(ByteOutput out) {}

  @Override
  public void apply(ByteInput in) {}

  @Override
  public void inherit(ByteInput in, Groups groups) {}
}
