package dev.sluice.codec;

/**
 * Counts of elements. An element has at least one byte, so a count can be checked against the bytes
 * that are there before anything is allocated for it.
 */
final class Counts {
  private Counts() {}

  static int read(ByteInput in) {
    int count = in.readCount();
    if (count > in.remaining()) {
      throw new CodecException(
          count + " elements can't be in the " + in.remaining() + " bytes that are left");
    }
    return count;
  }

  static void requireBytes(int count, int bytes, String shape) {
    if (bytes < count) {
      throw new CodecException(
          "a codec wrote "
              + bytes
              + " bytes for "
              + count
              + " elements of "
              + shape
              + "; let it write at least one for each");
    }
  }
}
