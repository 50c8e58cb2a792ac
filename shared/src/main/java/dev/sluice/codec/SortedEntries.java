package dev.sluice.codec;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Entries in the order of their keys' bytes, which no hash and no insertion order changes. */
final class SortedEntries<K, V> {
  private final Structured<K> keys;

  /** Null for the entries of a set, which are keys alone. */
  private final Structured<V> values;

  SortedEntries(Structured<K> keys, Structured<V> values) {
    this.keys = keys;
    this.values = values;
  }

  record Entry<V>(byte[] key, V value) {}

  Entry<V> entry(K key, V value) {
    return new Entry<>(keys.encode(key), value);
  }

  void write(Stream<Entry<V>> unsorted, ByteOutput out, String shape) {
    List<Entry<V>> entries =
        unsorted.sorted((a, b) -> Arrays.compareUnsigned(a.key(), b.key())).toList();
    out.writeUnsigned(entries.size());
    int start = out.size();
    byte[] previous = null;
    for (Entry<V> entry : entries) {
      if (Arrays.equals(previous, entry.key())) {
        throw new CodecException(
            "two different keys of a " + shape + " have the same bytes; make them equal");
      }
      previous = entry.key();
      out.writeRaw(entry.key());
      if (values != null) {
        values.write(entry.value(), out);
      }
    }
    Counts.requireBytes(entries.size(), out.size() - start, shape);
  }

  void read(ByteInput in, BiConsumer<K, V> add) {
    int count = Counts.read(in);
    int previousStart = 0;
    int previousEnd = 0;
    for (int i = 0; i < count; i++) {
      int start = in.position();
      K key = keys.read(in);
      int end = in.position();
      if (i > 0 && in.compareUnsigned(previousStart, previousEnd, start, end) >= 0) {
        throw new CodecException("the keys of a set or map are not in the order of their bytes");
      }
      previousStart = start;
      previousEnd = end;
      add.accept(key, values == null ? null : values.read(in));
    }
  }
}
