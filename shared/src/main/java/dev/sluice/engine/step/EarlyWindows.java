package dev.sluice.engine.step;

import dev.sluice.api.EarlyResults;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.Groups;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Says which results of open windows are given before they close, and when. */
interface EarlyWindows {

  /** How many values an aggregation has in each window of each key. */
  interface Counts {
    long of(long end, Key key);
  }

  static EarlyWindows of(Optional<EarlyResults> early) {
    if (early.isEmpty()) {
      return new EarlyNever();
    }
    return early.get() instanceof EarlyResults.EveryTime time
        ? new EarlyByTime(time.arrivalTime().toMillis())
        : new EarlyByCount(((EarlyResults.EveryRecords) early.get()).records());
  }

  /** Whether nothing waits for a later step. */
  boolean isEmpty();

  /** A result of an open window has changed, by so many values where they are counted. */
  void changed(long end, Key key, long added);

  /** Windows that have closed give nothing early any more. */
  void close(long watermark);

  /** Gives what is to be given in a step, behind its input, by its window's end and its key. */
  void give(Step step, Counts counts, BiConsumer<Long, Key> emit);

  /** Always all of it, as it is short. */
  void write(ByteOutput out);

  void apply(ByteInput in);

  /** Takes in those of some key groups, besides what is there. */
  void inherit(ByteInput in, Groups groups);
}
