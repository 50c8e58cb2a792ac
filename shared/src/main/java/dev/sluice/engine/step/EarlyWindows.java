package dev.sluice.engine.step;

import dev.sluice.api.EarlyResults;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The results of open windows that have changed since they were given early. */
final class EarlyWindows {
  private final Optional<EarlyResults> early;
  private final TreeMap<Long, TreeSet<Key>> waiting = new TreeMap<>();

  EarlyWindows(Optional<EarlyResults> early) {
    this.early = early;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void changed(long end, Key key) {
    if (early.isPresent()) {
      waiting.computeIfAbsent(end, window -> new TreeSet<>()).add(key);
    }
  }

  /** Windows that have closed give nothing early any more. */
  void close(long watermark) {
    waiting.headMap(watermark, true).clear();
  }

  /** Gives what waits, if a multiple of the time between early results lies in the step. */
  void give(Step step, BiConsumer<Long, Key> emit) {
    if (waiting.isEmpty() || !isDue(step, early.orElseThrow().every().toMillis())) {
      return;
    }
    waiting.forEach((end, keys) -> keys.forEach(key -> emit.accept(end, key)));
    waiting.clear();
  }

  private static boolean isDue(Step step, long everyMillis) {
    return Math.floorDiv(step.borderMillis(), everyMillis)
        > Math.floorDiv(step.startMillis(), everyMillis);
  }

  /** Always all of it, as it is short. */
  void write(ByteOutput out) {
    if (early.isEmpty()) {
      return;
    }
    out.writeUnsigned(waiting.size());
    waiting.forEach(
        (end, keys) -> {
          out.writeSigned(end).writeUnsigned(keys.size());
          keys.forEach(key -> out.writeBytes(key.bytes));
        });
  }

  void apply(ByteInput in) {
    if (early.isEmpty()) {
      return;
    }
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
