package dev.sluice.codec;

/** A codec of a value that has no parts, from two functions. */
final class Scalar<T> extends Structured<T> {

  @FunctionalInterface
  interface Writer<T> {
    void write(ByteOutput out, T value);
  }

  @FunctionalInterface
  interface Reader<T> {
    T read(ByteInput in);
  }

  private final Writer<T> writer;
  private final Reader<T> reader;

  Scalar(String shape, Writer<T> writer, Reader<T> reader) {
    super(shape);
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void write(T value, ByteOutput out) {
    if (value == null) {
      throw isNull();
    }
    writer.write(out, value);
  }

  @Override
  public T read(ByteInput in) {
    return reader.read(in);
  }
}
