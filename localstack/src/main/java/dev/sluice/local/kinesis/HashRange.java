package dev.sluice.local.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed range of hash keys, both ends included, as Kinesis counts them: 128-bit unsigned
 * integers, of which a partition key's is its MD5.
 *
 * @param start the lowest hash key
 * @param end the highest hash key, not below {@code start}
 */
public record HashRange(BigInteger start, BigInteger end) {

  /** How many hash keys there are: 2^128. */
  public static final BigInteger KEY_COUNT = BigInteger.ONE.shiftLeft(128);

  /** All hash keys. */
  public static final HashRange ALL =
      new HashRange(BigInteger.ZERO, KEY_COUNT.subtract(BigInteger.ONE));

  public HashRange {
    if (start.signum() < 0 || end.compareTo(start) < 0 || end.compareTo(KEY_COUNT) >= 0) {
      throw new IllegalArgumentException("not a range of hash keys: " + start + ".." + end);
    }
  }

  /** The hash key of a partition key. */
  public static BigInteger keyOf(String partitionKey) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return new BigInteger(1, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must offer MD5", e);
    }
  }

  /** The n ranges that share all hash keys evenly, as a new stream of n shards has them. */
  public static List<HashRange> even(int count) {
    BigInteger width = KEY_COUNT.divide(BigInteger.valueOf(count));
    List<HashRange> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      BigInteger start = width.multiply(BigInteger.valueOf(i));
      BigInteger end = i == count - 1 ? ALL.end : start.add(width).subtract(BigInteger.ONE);
      ranges.add(new HashRange(start, end));
    }
    return List.copyOf(ranges);
  }

  /** The two parts below and from a hash key inside this range, which must not be its start. */
  public List<HashRange> splitAt(BigInteger upperStart) {
    return List.of(
        new HashRange(start, upperStart.subtract(BigInteger.ONE)), new HashRange(upperStart, end));
  }

  /** Whether the other range begins right after this one. */
  public boolean isFollowedBy(HashRange other) {
    return end.add(BigInteger.ONE).equals(other.start);
  }
}
