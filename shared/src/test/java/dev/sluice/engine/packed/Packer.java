package dev.sluice.engine.packed;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Packs records as producer libraries do, in the ways that the format leaves open. */
public final class Packer {
  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

  private final Random random;

  /** All choices that are open are made by a seed. */
  public Packer(long seed) {
    this.random = new Random(seed);
  }

  /** A record to pack, with an explicit hash key or null. */
  public record Input(String partitionKey, BigInteger hashKey, byte[] data) {}

  /** A protocol buffer with magic and digest around it. */
  public static byte[] seal(byte[] message) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(MAGIC);
      out.writeBytes(message);
      out.writeBytes(MessageDigest.getInstance("MD5").digest(message));
      return out.toByteArray();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public byte[] pack(List<Input> inputs) {
    return seal(message(inputs));
  }

  /** Keys may be in their table once or several times; unknown fields and tags may be anywhere. */
  byte[] message(List<Input> inputs) {
    List<String> partitionKeys = new ArrayList<>();
    List<String> hashKeys = new ArrayList<>();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (Input each : inputs) {
      byte[] partitionKey = number(1, index(partitionKeys, each.partitionKey()));
      byte[] hashKey =
          each.hashKey() == null ? new byte[0] : number(2, index(hashKeys, "" + each.hashKey()));
      byte[] data = field(3, each.data());
      boolean backwards = random.nextInt(4) == 0;
      byte[] tags = random.nextInt(4) == 0 ? field(4, field(1, "tag".getBytes())) : new byte[0];
      byte[] record =
          backwards
              ? join(tags, data, hashKey, partitionKey)
              : join(partitionKey, hashKey, data, tags);
      records.writeBytes(join(unknown(), field(3, record)));
    }
    ByteArrayOutputStream tables = new ByteArrayOutputStream();
    partitionKeys.forEach(each -> tables.writeBytes(field(1, utf8(each))));
    hashKeys.forEach(each -> tables.writeBytes(field(2, utf8(each))));
    return random.nextInt(4) == 0
        ? join(records.toByteArray(), tables.toByteArray())
        : join(tables.toByteArray(), records.toByteArray());
  }

  private int index(List<String> table, String key) {
    int found = table.indexOf(key);
    if (found >= 0 && random.nextInt(8) > 0) {
      return found;
    }
    table.add(key);
    return table.size() - 1;
  }

  private byte[] unknown() {
    return switch (random.nextInt(12)) {
      case 0 -> number(7, random.nextLong());
      case 1 -> join(varint(8 << 3 | 1), new byte[8]);
      case 2 -> field(1000, new byte[random.nextInt(200)]);
      case 3 -> join(varint(9 << 3 | 5), new byte[4]);
      default -> new byte[0];
    };
  }

  static byte[] number(int field, long value) {
    return join(varint((long) field << 3), varint(value));
  }

  static byte[] field(int field, byte[] value) {
    return join(varint((long) field << 3 | 2), varint(value.length), value);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }
}
