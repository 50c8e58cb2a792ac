package dev.sluice.engine.transform;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Tells a record into which a producer library (KPL) has packed several: {@code F3 89 9A C2}, a
 * protocol buffer, and the buffer's MD5 (aws/amazon-kinesis-producer, aggregation-format.md). Given
 * to a decoder as a whole it would be one wrong value, so it is refused as a whole.
 */
final class PackedRecord {
  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int DIGEST_BYTES = 16;

  private PackedRecord() {}

  /** Why a record became a dead letter. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused() {
      super(
          "SLUICE-D01 the record is a KPL aggregate, which is not unpacked yet; set"
              + " AggregationEnabled=false in the producer and send its records again");
    }

    @Override
    public String toString() {
      return getMessage(); // a line in a file, not a stack trace
    }
  }

  static boolean isPacked(byte[] data) {
    int end = data.length - DIGEST_BYTES;
    if (end < MAGIC.length || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return false;
    }
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(data, MAGIC.length, end - MAGIC.length);
      return Arrays.equals(md5.digest(), Arrays.copyOfRange(data, end, data.length));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5, this one does not", e);
    }
  }
}
