package dev.sluice.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of values in the bytes of their codec, as {@code saveAsObjectFiles} writes them: {@code
 * SLUO}, a version, the number of values, then each behind its length. It holds data alone: reading
 * it runs no code but the codec's.
 */
public final class ObjectFile {
  private static final byte[] MAGIC = {'S', 'L', 'U', 'O'};
  private static final int VERSION = 1;

  private ObjectFile() {}

  /**
   * Writes what stands before the values, each of which follows by {@link ByteOutput#writeBytes}.
   *
   * @param count how many follow
   */
  public static void writeHeader(int count, ByteOutput out) {
    out.writeRaw(MAGIC).writeByte(VERSION).writeUnsigned(count);
  }

  /**
   * The values of a file, in their order.
   *
   * @param file all of its bytes
   * @param codec the one that they were written with
   * @throws CodecException SLUICE-D15 if it is no such file, is of another version, or was cut
   */
  public static <T> List<T> read(byte[] file, Codec<T> codec) {
    ByteInput in = new ByteInput(file);
    if (file.length < MAGIC.length || !Arrays.equals(in.readRaw(MAGIC.length), MAGIC)) {
      throw fault("the bytes do not begin as a file of objects does", null);
    }
    List<T> values = new ArrayList<>();
    try {
      int version = in.readByte();
      if (version != VERSION) {
        throw new CodecException("it has version " + version + ", this code reads " + VERSION);
      }
      int count = in.readCount();
      for (int i = 0; i < count; i++) {
        values.add(codec.decode(in.readBytes()));
      }
      in.expectEnd();
    } catch (CodecException e) {
      throw fault(
          "the file of objects cannot be read behind value "
              + values.size()
              + ": "
              + e.getMessage(),
          e);
    }
    return values;
  }

  private static CodecException fault(String what, CodecException cause) {
    return new CodecException(
        "SLUICE-D15 " + what + "; read what saveAsObjectFiles wrote, with the codec that wrote it",
        cause);
  }
}
