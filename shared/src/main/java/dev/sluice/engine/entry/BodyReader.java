package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.CodecException;

/** Reads parts of a body. */
public final class BodyReader {

  /** Takes one block: what an operator gets from one entry for one interval and key group. */
  @FunctionalInterface
  public interface BlockConsumer {
    void accept(long k, String operator, ByteInput block);
  }

  private BodyReader() {}

  /**
   * @param parts the bytes of a range of groups, as {@link BodyIndex#range} names it
   */
  public static void read(BodyIndex index, byte[] parts, BlockConsumer consumer) {
    ByteInput in = new ByteInput(parts);
    while (in.hasRemaining()) {
      long k = in.readSigned();
      int operator = in.readCount();
      if (operator >= index.operators().size()) {
        throw new CodecException("a block names operator number " + operator + ", unknown");
      }
      consumer.accept(k, index.operators().get(operator), in.readSlice());
    }
  }
}
