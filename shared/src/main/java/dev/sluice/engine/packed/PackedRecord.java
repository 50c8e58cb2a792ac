package dev.sluice.engine.packed;

import dev.sluice.ports.HashRange;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A record into which a producer library (KPL) has packed several: {@code F3 89 9A C2}, a protocol
 * buffer, and the buffer's MD5 (awslabs/amazon-kinesis-producer, aggregation-format.md).
 *
 * <pre>
 * AggregatedRecord: 1 partition keys (strings), 2 explicit hash keys (strings), 3 records
 * Record:           1 index of its partition key, 2 index of its explicit hash key, if it has one,
 *                   3 data, 4 tags (nobody uses them)
 * </pre>
 */
public final class PackedRecord {
  /**
   * The library packs up to 1 MiB, and the smallest record takes 6 bytes there, so that this is
   * more than it can pack. Bounds memory.
   */
  static final int MAX_RECORDS = 262_144;

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int DIGEST_BYTES = 16;

  private static final int PARTITION_KEYS = 1;
  private static final int HASH_KEYS = 2;
  private static final int RECORDS = 3;

  private static final int PARTITION_KEY = 1;
  private static final int HASH_KEY = 2;
  private static final int DATA = 3;

  /** As many as the greatest hash key has. */
  private static final int MAX_DIGITS = 39;

  private final List<String> partitionKeys = new ArrayList<>();
  private final List<BigInteger> hashKeys = new ArrayList<>();

  private PackedRecord() {}

  /**
   * One of the records that were packed.
   *
   * @param hashKey what decides about its shard: the explicit hash key, or else that of the
   *     partition key
   */
  public record User(String partitionKey, BigInteger hashKey, byte[] data) {}

  /** Whether a record's data is an aggregate: it begins like one, and the digest is right. */
  public static boolean isPacked(byte[] data) {
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

  /**
   * The records that an aggregate holds, in order, at least one.
   *
   * @param data for which {@link #isPacked} is true
   * @throws DamagedException if the buffer is none of an aggregate
   */
  public static List<User> unpack(byte[] data) throws DamagedException {
    WireReader in = new WireReader(data, MAGIC.length, data.length - DIGEST_BYTES);
    return new PackedRecord().read(in);
  }

  /** Tables may come behind the records that point into them, so that these are read last. */
  private List<User> read(WireReader in) throws DamagedException {
    List<WireReader> records = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case PARTITION_KEYS -> partitionKeys.add(in.string());
        case HASH_KEYS -> hashKeys.add(hashKey(in.string()));
        case RECORDS -> records.add(in.message());
        default -> in.skip();
      }
      if (records.size() > MAX_RECORDS) {
        throw new DamagedException("it holds more than " + MAX_RECORDS + " records");
      } else if (Math.max(partitionKeys.size(), hashKeys.size()) > MAX_RECORDS) {
        throw new DamagedException("it holds more than " + MAX_RECORDS + " keys");
      }
    }
    if (records.isEmpty()) {
      throw new DamagedException("it holds no records");
    }
    List<BigInteger> ofPartitionKeys = partitionKeys.stream().map(HashRange::hash).toList();
    List<User> users = new ArrayList<>(records.size());
    for (WireReader record : records) {
      users.add(user(record, ofPartitionKeys));
    }
    return users;
  }

  private User user(WireReader in, List<BigInteger> ofPartitionKeys) throws DamagedException {
    long partitionKey = -1;
    long hashKey = -1;
    byte[] data = null;
    while (in.next()) {
      switch (in.field()) {
        case PARTITION_KEY -> partitionKey = in.index(partitionKeys.size());
        case HASH_KEY -> hashKey = in.index(hashKeys.size());
        case DATA -> data = in.bytes();
        default -> in.skip();
      }
    }
    if (partitionKey < 0 || data == null) {
      throw new DamagedException("a record has no " + (data == null ? "data" : "partition key"));
    }
    return new User(
        partitionKeys.get((int) partitionKey),
        hashKey < 0 ? ofPartitionKeys.get((int) partitionKey) : hashKeys.get((int) hashKey),
        data);
  }

  private static BigInteger hashKey(String digits) throws DamagedException {
    boolean plain = !digits.isEmpty() && digits.length() <= MAX_DIGITS;
    for (int i = 0; plain && i < digits.length(); i++) {
      plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    BigInteger key = plain ? new BigInteger(digits) : BigInteger.ONE.negate();
    if (!HashRange.ALL.contains(key)) {
      throw new DamagedException("an explicit hash key is none, but below 2^128 they all are");
    }
    return key;
  }
}
