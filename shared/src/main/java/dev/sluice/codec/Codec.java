package dev.sluice.codec;

/**
 * Writes values of one type as bytes and reads them back. Everything that crosses a shuffle or is
 * kept in a log has a codec; Java serialization is never used.
 *
 * <p>A codec is stateless and safe for use by several threads. It must be deterministic: equal
 * values give equal bytes, for keys this is what makes them equal to the engine. {@link #read}
 * takes exactly the bytes that {@link #write} wrote, so that values can stand one behind the other.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> {

  /** Appends the value's bytes. */
  void write(T value, ByteOutput out);

  /**
   * Takes one value's bytes from the input.
   *
   * @throws CodecException if the bytes are not what {@link #write} can have written
   */
  T read(ByteInput in);

  /**
   * What the bytes are made of, in words: a codec with other words cannot read them. State that is
   * kept belongs to these words, so a changed app whose codec has others is refused. Of codecs that
   * do not say more, only {@code custom} is known.
   */
  default String shape() {
    return "custom";
  }

  /** The value's bytes alone. */
  default byte[] encode(T value) {
    ByteOutput out = new ByteOutput();
    write(value, out);
    return out.toByteArray();
  }

  /**
   * The value that these bytes, all of them, stand for.
   *
   * @throws CodecException if they are not a value's bytes, or bytes are left over
   */
  default T decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    T value = read(in);
    in.expectEnd();
    return value;
  }

  /** The same value as an object of its own: whoever changes that leaves this one as it is. */
  default T copy(T value) {
    return decode(encode(value));
  }
}
