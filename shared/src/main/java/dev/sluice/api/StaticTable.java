package dev.sluice.api;

import dev.sluice.codec.Codec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small table that is the same for the whole life of an app: a side input to join with. Its
 * content is part of the app's identity, so that a replay meets the same rows.
 *
 * @param <K> the key to join by; several rows may share one
 * @param <V> a row
 */
public final class StaticTable<K, V> {
  private final Map<K, List<V>> rows;
  private final Codec<V> codec;

  StaticTable(Map<K, List<V>> rows, Codec<V> codec) {
    this.rows = rows;
    this.codec = codec;
  }

  /** The rows of a key in the order of the table; empty where it has none. */
  public List<V> get(K key) {
    return rows.getOrDefault(key, List.of());
  }

  /**
   * The row of each key, for use as an initial state.
   *
   * @throws IllegalArgumentException if a key has several rows
   */
  public Map<K, V> uniqueRows() {
    Map<K, V> unique = new LinkedHashMap<>();
    rows.forEach(
        (key, of) -> {
          if (of.size() > 1) {
            throw new IllegalArgumentException(
                "a key has one initial state, but the table has " + of.size() + " rows for " + key);
          }
          unique.put(key, of.get(0));
        });
    return unique;
  }

  /** How rows are written where they cross a shuffle. */
  public Codec<V> codec() {
    return codec;
  }
}
