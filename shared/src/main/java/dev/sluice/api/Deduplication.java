package dev.sluice.api;

import dev.sluice.api.graph.Element;
import dev.sluice.api.graph.Node;
import dev.sluice.api.state.DropDuplicates;
import dev.sluice.api.state.DropDuplicates.Memory;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Operators that let each value through once. */
interface Deduplication<T> {

  /** The values that the operators take. */
  DStream<T> self();

  /**
   * Lets the first value of each key through, in the order (interval, lane, position), and drops
   * all others. Keys are kept for ever: where that is too much, and the stream has event time, take
   * {@link #dropDuplicatesByTime} or {@link #dropDuplicatesWithinWatermark}. With event time, late
   * values go to the late output.
   *
   * <pre>
   * this:                  | a1  b1  a2 |   | a3  c1 |
   * dropDuplicates(name):  | a1  b1     |   |     c1 |
   * </pre>
   *
   * @param key what makes two values duplicates, such as an id
   * @param keys writes keys; keys with equal bytes are one key
   * @param values writes values
   */
  default <K> DStream<T> dropDuplicates(
      Fn<? super T, ? extends K> key, Codec<K> keys, Codec<T> values) {
    Objects.requireNonNull(key, "key");
    return deduplicated(
        "dropDuplicates", Memory.FOREVER, (value, at) -> key.apply(value), keys, values);
  }

  /**
   * Lets the first of equal values through; see the method with a key.
   *
   * @param values writes values; values with equal bytes are duplicates
   */
  default DStream<T> dropDuplicates(Codec<T> values) {
    return dropDuplicates(value -> value, values, values);
  }

  /**
   * Lets the first value of each key and event time through: values are duplicates where both are
   * equal, as Spark's are where the columns hold the time. A key is dropped once the watermark has
   * passed its time, as all further duplicates would be late; late values go to the late output.
   *
   * <pre>
   * key@time of the batch:   a@3  b@3  a@3  a@4        a@3  c@9
   * watermark behind it:     2                         7
   * result:                  a@3  b@3       a@4             c@9
   * known behind it:         a@3  b@3  a@4             c@9
   * </pre>
   *
   * @param key what makes two values of one time duplicates
   * @param keys writes keys
   * @param values writes values
   */
  default <K> DStream<T> dropDuplicatesByTime(
      Fn<? super T, ? extends K> key, Codec<K> keys, Codec<T> values) {
    Objects.requireNonNull(key, "key");
    return deduplicated(
        "dropDuplicatesByTime",
        Memory.SAME_TIME,
        (value, at) -> Pair.<K, Long>of(key.apply(value), at.timeMillis()),
        keys == null ? null : Pair.codec(keys, Codecs.int64()),
        values);
  }

  /**
   * Lets the first value of each key through and drops those that come until the watermark has
   * passed the first one's event time plus the declared out-of-orderness: for duplicates whose
   * event times may differ by no more than that. Late values go to the late output.
   *
   * <pre>
   * out-of-orderness 5 s:
   * key@time of the batch:   a@10         a@13         a@21
   * watermark behind it:     5            8            16
   * result:                  a@10                                 known until that has passed 15
   * next batch, a@22:        a@22
   * </pre>
   *
   * @param key what makes two values duplicates
   * @param keys writes keys
   * @param values writes values
   */
  default <K> DStream<T> dropDuplicatesWithinWatermark(
      Fn<? super T, ? extends K> key, Codec<K> keys, Codec<T> values) {
    Objects.requireNonNull(key, "key");
    return deduplicated(
        "dropDuplicatesWithinWatermark",
        Memory.WITHIN_WATERMARK,
        (value, at) -> key.apply(value),
        keys,
        values);
  }

  /**
   * The same for equal values.
   *
   * @param values writes values; values with equal bytes are duplicates
   */
  default DStream<T> dropDuplicatesWithinWatermark(Codec<T> values) {
    return dropDuplicatesWithinWatermark(value -> value, values, values);
  }

  private <K> DStream<T> deduplicated(
      String kind, Memory memory, Fn2<? super T, Element, K> key, Codec<K> keys, Codec<T> values) {
    Node pairs =
        new Node.Stateless(
            "keyBy",
            self().node,
            (value, element, out) -> {
              T cast = DStream.cast(value);
              out.accept(Pair.of(key.apply(cast, element), cast));
            });
    return new DStream<>(
        self().context, node(kind, memory, self().name(), pairs, keys, values, false));
  }

  /** An operator over pairs of key and value. */
  static Node node(
      String kind,
      Memory memory,
      Optional<String> name,
      Node pairs,
      Codec<?> keys,
      Codec<?> values,
      boolean givesPairs) {
    DropDuplicates logic = new DropDuplicates(memory, givesPairs);
    Node.Port port = new Node.Port(pairs, 0, DStream.cast(keys), DStream.cast(values));
    Optional<Codec<Object>> state = Optional.of(DStream.cast(Codecs.bool()));
    return new Node.Keyed(name, kind, List.of(port), state, logic, logic.traits());
  }
}
