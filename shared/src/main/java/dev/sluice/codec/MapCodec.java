package dev.sluice.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The number of entries, then each, in the order of the keys' bytes; read in that order. */
final class MapCodec<K, V> extends Structured<Map<K, V>> {
  private final SortedEntries<K, V> entries;

  MapCodec(Structured<K> key, Structured<V> value) {
    super("map", key, value);
    this.entries = new SortedEntries<>(key, value);
  }

  @Override
  public void write(Map<K, V> value, ByteOutput out) {
    if (value == null) {
      throw isNull();
    }
    entries.write(
        value.entrySet().stream().map(e -> entries.entry(e.getKey(), e.getValue())), out, shape());
  }

  @Override
  public Map<K, V> read(ByteInput in) {
    Map<K, V> value = new LinkedHashMap<>();
    entries.read(in, value::put);
    return Collections.unmodifiableMap(value);
  }
}
