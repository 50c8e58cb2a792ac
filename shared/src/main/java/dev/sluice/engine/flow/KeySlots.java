package dev.sluice.engine.flow;

import dev.sluice.codec.Codec;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What is collected for each key, in the order in which keys came first. Keys with equal bytes are
 * one key, whether their objects are equal or not: the bytes are what buckets tell them apart by.
 *
 * @param <S> what is collected
 */
final class KeySlots<S> {
  private final Codec<Object> codec;
  private final Function<byte[], S> slot;
  private final Map<ByteBuffer, S> slots = new LinkedHashMap<>();

  /** Saves writing a key that has come before. */
  private final Map<Object, S> known = new HashMap<>();

  /**
   * @param slot an empty one for a key
   */
  KeySlots(Codec<Object> codec, Function<byte[], S> slot) {
    this.codec = codec;
    this.slot = slot;
  }

  S of(Object key) {
    S found = known.get(key);
    if (found == null) {
      byte[] bytes = codec.encode(key);
      found = slots.computeIfAbsent(ByteBuffer.wrap(bytes), each -> slot.apply(bytes));
      known.put(key, found);
    }
    return found;
  }

  Collection<S> all() {
    return slots.values();
  }

  void clear() {
    slots.clear();
    known.clear();
  }
}
