package dev.sluice.local.kinesis;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A sequence number, of the size and outline that Kinesis gives them: 186 bits, so 56 decimal
 * digits, with a 2 in front, the shard's number and a 2 at the end. From the top: 2 bits, the
 * second in which the shard was opened (36 bits), the record's number in its stream (64), its
 * arrival stamp in milliseconds (48), the shard (32), 4 bits. So numbers rise strictly in a shard,
 * with gaps; a child opens no earlier than its parents and counts on from them, so its numbers lie
 * above theirs; and nothing in them is random.
 *
 * @param openedSeconds when the shard was opened, seconds since 1970-01-01T00:00Z
 * @param counter the record's place among all of its stream, rising
 * @param stampMillis the record's arrival stamp
 * @param shard the shard's number
 */
public record SequenceNumber(long openedSeconds, long counter, long stampMillis, int shard) {

  private static final int OPENED_BITS = 36;
  private static final int COUNTER_BITS = 64;
  private static final int STAMP_BITS = 48;
  private static final int SHARD_BITS = 32;
  private static final int VERSION_BITS = 4;
  private static final long VERSION = 2;
  private static final int TOTAL_BITS =
      2 + OPENED_BITS + COUNTER_BITS + STAMP_BITS + SHARD_BITS + VERSION_BITS;

  private static final BigInteger VERSION_ABOVE = BigInteger.valueOf(VERSION);

  /** The decimal digits, 56 of them. */
  public String toText() {
    return VERSION_ABOVE
        .shiftLeft(OPENED_BITS)
        .or(BigInteger.valueOf(openedSeconds))
        .shiftLeft(COUNTER_BITS)
        .or(BigInteger.valueOf(counter))
        .shiftLeft(STAMP_BITS)
        .or(BigInteger.valueOf(stampMillis))
        .shiftLeft(SHARD_BITS)
        .or(BigInteger.valueOf(shard))
        .shiftLeft(VERSION_BITS)
        .or(VERSION_ABOVE)
        .toString();
  }

  /** What the digits say, or nothing if they cannot have come from {@link #toText()}. */
  public static Optional<SequenceNumber> parse(String digits) {
    BigInteger rest = new BigInteger(digits);
    if (rest.bitLength() != TOTAL_BITS || low(rest, VERSION_BITS) != VERSION) {
      return Optional.empty();
    }
    rest = rest.shiftRight(VERSION_BITS);
    long shard = low(rest, SHARD_BITS);
    rest = rest.shiftRight(SHARD_BITS);
    long stampMillis = low(rest, STAMP_BITS);
    rest = rest.shiftRight(STAMP_BITS);
    long counter = rest.longValue();
    rest = rest.shiftRight(COUNTER_BITS);
    long openedSeconds = low(rest, OPENED_BITS);
    boolean possible = shard <= Integer.MAX_VALUE && counter >= 0;
    return possible && rest.shiftRight(OPENED_BITS).longValue() == VERSION
        ? Optional.of(new SequenceNumber(openedSeconds, counter, stampMillis, (int) shard))
        : Optional.empty();
  }

  private static long low(BigInteger number, int bits) {
    return number.longValue() & (1L << bits) - 1;
  }
}
