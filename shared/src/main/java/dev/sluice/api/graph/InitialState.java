package dev.sluice.api.graph;

import dev.sluice.codec.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The states that keys have before an app's first batch, as they are stored. Part of the app's
 * digest: another initial state is another app.
 *
 * @param entries sorted by the bytes of their keys, each key once
 */
public record InitialState(List<Entry> entries) {
  /** No key has a state. */
  public static final InitialState NONE = new InitialState(List.of());

  /** A key and its state. */
  public record Entry(byte[] key, byte[] state) {}

  public InitialState {
    entries = List.copyOf(entries);
  }

  /**
   * Writes states with the codecs of their operator.
   *
   * @param keys may be missing, which is reported when the graph is planned
   * @throws IllegalArgumentException if two keys have the same bytes
   */
  public static <K, S> InitialState of(Map<K, S> states, Codec<K> keys, Codec<S> codec) {
    if (keys == null || codec == null) {
      return NONE;
    }
    List<Entry> entries = new ArrayList<>(states.size());
    states.forEach((key, state) -> entries.add(new Entry(keys.encode(key), codec.encode(state))));
    entries.sort((a, b) -> Arrays.compareUnsigned(a.key, b.key));
    for (int i = 1; i < entries.size(); i++) {
      byte[] key = entries.get(i).key;
      if (Arrays.equals(entries.get(i - 1).key, key)) {
        throw new IllegalArgumentException(
            "the initial state has two keys with the same bytes, which are one key here: "
                + keys.decode(key));
      }
    }
    return new InitialState(entries);
  }

  /** Whether no key has a state. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }
}
