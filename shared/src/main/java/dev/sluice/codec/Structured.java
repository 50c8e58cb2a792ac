package dev.sluice.codec;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A codec that can say how its bytes are structured. It writes the bare bytes; where a record is
 * among them, {@link Checked} puts the fingerprint of the structure in front, once for the whole.
 */
abstract class Structured<T> implements Codec<T> {
  private final String shape;
  private final String checkedShape;
  private final boolean holdsRecord;

  Structured(String shape, String checkedShape, boolean holdsRecord) {
    this.shape = shape;
    this.checkedShape = checkedShape;
    this.holdsRecord = holdsRecord;
  }

  /** A codec of something that is made of these parts, or of none. */
  Structured(String name, Structured<?>... parts) {
    this(
        named(name, parts, Structured::shape),
        named(name, parts, Structured::checkedShape),
        Stream.of(parts).anyMatch(Structured::holdsRecord));
  }

  private static String named(
      String name, Structured<?>[] parts, Function<Structured<?>, String> shape) {
    return parts.length == 0
        ? name
        : Stream.of(parts).map(shape).collect(Collectors.joining(",", name + "<", ">"));
  }

  /** The structure in words: the same for two codecs whose bytes can stand for each other. */
  @Override
  public final String shape() {
    return shape;
  }

  /**
   * The structure as far as {@link Checked} bytes tell it, for good: what others have written says
   * nothing there.
   */
  final String checkedShape() {
    return checkedShape;
  }

  final boolean holdsRecord() {
    return holdsRecord;
  }

  /** The codec that users get. */
  final Codec<T> checked() {
    return holdsRecord ? new Checked<>(this) : this;
  }

  /** The bare codec within one of users. */
  static <T> Structured<T> within(Codec<T> codec) {
    if (codec instanceof Structured<T> structured) {
      return structured;
    }
    return codec instanceof Checked<T> checked ? checked.body() : new Foreign<>(codec);
  }

  final CodecException isNull() {
    return new CodecException(
        "null is not a value of a codec for "
            + shape
            + "; give a value, or wrap the codec in Codecs.nullable");
  }

  /** A codec that somebody else wrote, of whose bytes no more is known than it says. */
  private static final class Foreign<T> extends Structured<T> {
    private static final String CUSTOM = "custom";

    private final Codec<T> codec;

    Foreign(Codec<T> codec) {
      super(
          codec.shape().equals(CUSTOM) ? CUSTOM : CUSTOM + "<" + codec.shape() + ">",
          CUSTOM,
          false);
      this.codec = codec;
    }

    @Override
    public void write(T value, ByteOutput out) {
      codec.write(value, out);
    }

    @Override
    public T read(ByteInput in) {
      return codec.read(in);
    }
  }
}
