package dev.sluice.engine.step;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.flow.KeyGroups;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

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
    read(in, key -> true);
  }

  @Override
  public void inherit(ByteInput in, Groups groups) {
    read(in, key -> groups.contains(KeyGroups.of(key.bytes)));
  }

  private void read(ByteInput in, Predicate<Key> wanted) {
    for (int windows = in.readCount(); windows > 0; windows--) {
      long end = in.readSigned();
      for (int n = in.readCount(); n > 0; n--) {
        Key key = new Key(in.readBytes());
        if (wanted.test(key)) {
          waiting.computeIfAbsent(end, window -> new TreeSet<>()).add(key);
        }
      }
    }
  }
}
