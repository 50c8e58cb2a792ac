package dev.sluice.codec;

/**
 * A codec that can say how its bytes are structured. It writes the bare bytes; where a record is
 * among them, {@link Checked} puts the fingerprint of the structure in front, once for the whole.
 */
abstract class Structured<T> implements Codec<T> {
  private final String shape;
  private final boolean holdsRecord;

  Structured(String shape, boolean holdsRecord) {
    this.shape = shape;
    this.holdsRecord = holdsRecord;
  }

  /** The structure in words: the same for two codecs whose bytes can stand for each other. */
  @Override
  public final String shape() {
    return shape;
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

  /** A codec that somebody else wrote, of whose bytes nothing is known. */
  private static final class Foreign<T> extends Structured<T> {
    private final Codec<T> codec;

    Foreign(Codec<T> codec) {
      super("custom", false);
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
