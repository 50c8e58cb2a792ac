package dev.sluice.codec;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Codecs for the usual types. All are stateless, deterministic (equal values, equal bytes), and
 * answer damaged bytes with a {@link CodecException}, never with another exception or a large
 * allocation. Null is refused except by {@link #nullable} and as a component of a record.
 *
 * <p>What holds a {@link #record} starts with four bytes that tell its structure, once for the
 * whole value: a list of records has them once, not for each. Bytes of another structure are
 * refused.
 */
public final class Codecs {
  private Codecs() {}

  /** UTF-8 behind its length; refuses a string with half of a surrogate pair. */
  public static Codec<String> string() {
    return Scalars.string();
  }

  /** 1 to 5 bytes, few for values near zero. */
  public static Codec<Integer> int32() {
    return Scalars.int32();
  }

  /** 1 to 10 bytes, few for values near zero. */
  public static Codec<Long> int64() {
    return Scalars.int64();
  }

  /** 8 bytes; -0.0 and 0.0 differ, all NaN are one. */
  public static Codec<Double> float64() {
    return Scalars.float64();
  }

  /** One byte. */
  public static Codec<Boolean> bool() {
    return Scalars.bool();
  }

  /** The bytes behind their length. */
  public static Codec<byte[]> bytes() {
    return Scalars.bytes();
  }

  /** About 6 bytes for whole seconds of our days, 7 for milliseconds, 10 for nanoseconds. */
  public static Codec<Instant> instant() {
    return Times.instant();
  }

  /** About 3 bytes for dates of our days. */
  public static Codec<LocalDate> localDate() {
    return Times.localDate();
  }

  /** Like {@link #instant}. */
  public static Codec<Duration> duration() {
    return Times.duration();
  }

  /** Scale and digits: 1.0 and 1.00 differ, as to {@link BigDecimal#equals}. */
  public static Codec<BigDecimal> bigDecimal() {
    return Scalars.bigDecimal();
  }

  /** The elements in their order; read as an unmodifiable list. */
  public static <E> Codec<List<E>> list(Codec<E> element) {
    return new ListCodec<>(Structured.within(element)).checked();
  }

  /**
   * The elements in the order of their bytes; read as an unmodifiable set that iterates in that
   * order. Elements that are not equal must not have the same bytes.
   */
  public static <E> Codec<Set<E>> set(Codec<E> element) {
    return new SetCodec<>(Structured.within(element)).checked();
  }

  /**
   * The entries in the order of their keys' bytes; read as an unmodifiable map that iterates in
   * that order. Keys that are not equal must not have the same bytes.
   */
  public static <K, V> Codec<Map<K, V>> map(Codec<K> key, Codec<V> value) {
    return new MapCodec<>(Structured.within(key), Structured.within(value)).checked();
  }

  /** One byte, and the value if there is one. */
  public static <E> Codec<Optional<E>> optional(Codec<E> value) {
    return OptionCodec.optional(Structured.within(value)).checked();
  }

  /** One byte, and the value if it is not null. */
  public static <E> Codec<E> nullable(Codec<E> value) {
    return OptionCodec.nullable(Structured.within(value)).checked();
  }

  /**
   * The name of the constant: constants may be added and moved, and bytes of one that was removed
   * or renamed are refused.
   */
  public static <E extends Enum<E>> Codec<E> enumeration(Class<E> type) {
    return new EnumCodec<>(type);
  }

  /**
   * The components of a record in their order, each by its type: primitives and their boxes,
   * String, byte[], Instant, LocalDate, Duration, BigDecimal, enums, records, and List, Set, Map
   * and Optional of these. A component of a reference type may be null; what is in a collection may
   * not. The codec is derived here and now; reading and writing use no reflection.
   *
   * <p>Components that are added, removed, moved, renamed or given another type change the
   * structure, so that bytes written before are refused. The names of records don't matter.
   *
   * @throws IllegalArgumentException if the type of a component has no codec; the message names all
   *     such components
   */
  public static <R extends Record> Codec<R> record(Class<R> type) {
    return record(type, Map.of());
  }

  /**
   * Like {@link #record(Class)}, with codecs for further types or in place of those above, wherever
   * they occur in the record. They are found by the exact type, for a generic one without its
   * arguments. The structure that such a codec writes is not in the bytes, so that a change of it
   * goes unnoticed when they are read; a changed app is compared by what the codec says of itself
   * ({@link Codec#shape}).
   *
   * @throws IllegalArgumentException if the type of a component has no codec; the message names all
   *     such components
   */
  public static <R extends Record> Codec<R> record(
      Class<R> type, Map<Class<?>, ? extends Codec<?>> codecs) {
    return new RecordDerivation(codecs).derive(type).checked();
  }
}
