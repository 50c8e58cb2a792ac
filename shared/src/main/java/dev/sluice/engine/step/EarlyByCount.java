package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.Groups;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Gives a result in the step in which the number of its values reaches or passes a multiple. */
final class EarlyByCount implements EarlyWindows {
  private final long every;

  /** How many values this step has brought to each window and key. */
  private final TreeMap<Long, TreeMap<Key, Long>> added = new TreeMap<>();

  EarlyByCount(long every) {
    this.every = every;
  }

  @Override
  public boolean isEmpty() {
    return added.isEmpty();
  }

  @Override
  public void changed(long end, Key key, long more) {
    added.computeIfAbsent(end, window -> new TreeMap<>()).merge(key, more, Long::sum);
  }

  @Override
  public void close(long watermark) {
    added.headMap(watermark, true).clear();
  }

  @Override
  public void give(Step step, Counts counts, BiConsumer<Long, Key> emit) {
    added.forEach(
        (end, keys) ->
            keys.forEach(
                (key, more) -> {
                  long count = counts.of(end, key);
                  if (count / every > (count - more) / every) {
                    emit.accept(end, key);
                  }
                }));
    added.clear();
  }

  /** Nothing waits between steps. */
  @Override
  public void write(ByteOutput out) {}

  @Override
  public void apply(ByteInput in) {}

  @Override
  public void inherit(ByteInput in, Groups groups) {}
}
