package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Gives what has changed in the steps that hold a multiple of some arrival time. */
final class EarlyByTime implements EarlyWindows {
  private final long everyMillis;
  private final TreeMap<Long, TreeSet<Key>> waiting = new TreeMap<>();

  EarlyByTime(long everyMillis) {
    this.everyMillis = everyMillis;
  }

  @Override
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  @Override
  public void changed(long end, Key key, long added) {
    waiting.computeIfAbsent(end, window -> new TreeSet<>()).add(key);
  }

  @Override
  public void close(long watermark) {
    waiting.headMap(watermark, true).clear();
  }

  @Override
  public void give(Step step, Counts counts, BiConsumer<Long, Key> emit) {
    if (step.reaches(everyMillis)) {
      waiting.forEach((end, keys) -> keys.forEach(key -> emit.accept(end, key)));
      waiting.clear();
    }
  }

  @Override
  public void write(ByteOutput out) {
    out.writeUnsigned(waiting.size());
    waiting.forEach(
        (end, keys) -> {
          out.writeSigned(end).writeUnsigned(keys.size());
          keys.forEach(key -> out.writeBytes(key.bytes));
        });
  }

  @Override
  public void apply(ByteInput in) {
    waiting.clear();
    for (int windows = in.readCount(); windows > 0; windows--) {
      TreeSet<Key> keys = new TreeSet<>();
      waiting.put(in.readSigned(), keys);
      for (int n = in.readCount(); n > 0; n--) {
        keys.add(new Key(in.readBytes()));
      }
    }
  }
}
