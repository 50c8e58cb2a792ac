package dev.sluice.ports;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of hash keys {@code [from, to)} of a shard. As in Kinesis, the hash key of a record is
 * the MD5 of its partition key, read as a number of 128 bits, unless its producer names another.
 */
public record HashRange(BigInteger from, BigInteger to) {
  private static final BigInteger END = BigInteger.ONE.shiftLeft(128);

  /** All hash keys: those of a stream's only shard, or of one that does not go by them. */
  public static final HashRange ALL = new HashRange(BigInteger.ZERO, END);

  /** All hash keys, cut into even ranges; the last one takes the remainder. */
  public static List<HashRange> even(int count) {
    BigInteger width = END.divide(BigInteger.valueOf(count));
    List<HashRange> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BigInteger from = width.multiply(BigInteger.valueOf(i));
      ranges.add(new HashRange(from, i == count - 1 ? END : from.add(width)));
    }
    return ranges;
  }

  /** The hash key of a partition key. */
  public static BigInteger hash(String partitionKey) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return new BigInteger(1, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime must have MD5, this one has not", e);
    }
  }

  public boolean contains(BigInteger hash) {
    return hash.compareTo(from) >= 0 && hash.compareTo(to) < 0;
  }

  public BigInteger middle() {
    return from.add(to).shiftRight(1);
  }

  /** Whether one begins where the other ends. */
  public boolean touches(HashRange other) {
    return to.equals(other.from) || other.to.equals(from);
  }

  /** Both together, where they touch. */
  public HashRange join(HashRange other) {
    return new HashRange(from.min(other.from), to.max(other.to));
  }
}
