package dev.sluice.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Packs several records into one, as the Kinesis Producer Library does. */
final class Packed {
  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int PARTITION_KEYS = 1;
  private static final int RECORDS = 3;
  private static final int KEY_OF_RECORD = 1;
  private static final int DATA_OF_RECORD = 3;

  private Packed() {}

  /** One record with all of some, which have a partition key each. */
  static byte[] of(List<String> partitionKeys, List<byte[]> records) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    partitionKeys.forEach(
        key -> field(PARTITION_KEYS, key.getBytes(StandardCharsets.UTF_8), message));
    for (int i = 0; i < records.size(); i++) {
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      number(KEY_OF_RECORD << 3, record); // its place in the table of keys
      number(i, record);
      field(DATA_OF_RECORD, records.get(i), record);
      field(RECORDS, record.toByteArray(), message);
    }
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(MAGIC);
      out.writeBytes(message.toByteArray());
      out.writeBytes(MessageDigest.getInstance("MD5").digest(message.toByteArray()));
      return out.toByteArray();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private static void field(int field, byte[] value, ByteArrayOutputStream out) {
    number(field << 3 | 2, out);
    number(value.length, out);
    out.writeBytes(value);
  }

  private static void number(int value, ByteArrayOutputStream out) {
    int rest = value;
    while (rest > 0x7F) {
      out.write(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
