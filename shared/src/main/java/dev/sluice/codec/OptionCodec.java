package dev.sluice.codec;

import java.util.Optional;
import java.util.function.Function;

/**
 * One byte that says whether a value is there, then the value.
 *
 * @param <T> what holds the value or stands for its absence
 * @param <E> the value
 */
final class OptionCodec<T, E> extends Structured<T> {
  private final Structured<E> inner;
  private final Function<T, E> toNullable;
  private final Function<E, T> fromNullable;

  OptionCodec(
      String name, Structured<E> inner, Function<T, E> toNullable, Function<E, T> fromNullable) {
    super(name, inner);
    this.inner = inner;
    this.toNullable = toNullable;
    this.fromNullable = fromNullable;
  }

  static <E> Structured<Optional<E>> optional(Structured<E> inner) {
    return new OptionCodec<>("optional", inner, OptionCodec::valueOrNull, Optional::ofNullable);
  }

  static <E> Structured<E> nullable(Structured<E> inner) {
    return new OptionCodec<>("nullable", inner, Function.identity(), Function.identity());
  }

  @Override
  public void write(T value, ByteOutput out) {
    E held = toNullable.apply(value);
    out.writeBoolean(held != null);
    if (held != null) {
      inner.write(held, out);
    }
  }

  private static <E> E valueOrNull(Optional<E> value) {
    if (value == null) {
      throw new CodecException(
          "null is not a value of a codec for Optional; give Optional.empty()");
    }
    return value.orElse(null);
  }

  @Override
  public T read(ByteInput in) {
    return fromNullable.apply(in.readBoolean() ? inner.read(in) : null);
  }
}
