package dev.sluice.ports;

import java.util.Objects;

/**
 * How far a shard lane has read: a sequence number and, inside a record into which a producer
 * packed several, the place of one of them there. Sequence numbers have up to 56 decimal digits
 * (Kinesis), so they are text here and compared as numbers: they carry no leading zeros, the longer
 * one is greater.
 *
 * <pre>
 * 7.0 &lt; 7.1 &lt; 7.2 &lt; ... &lt; 7 (all of it) &lt; 8.0
 * </pre>
 *
 * @param sequence decimal digits, or empty for the position before all records
 * @param sub the sub-sequence number, from 0, or {@link #WHOLE} behind all that the record holds
 */
public record Position(String sequence, long sub) implements Comparable<Position> {

  /** Kinesis' own limit for a sequence number is 128 digits; longer input is refused. */
  private static final int MAX_DIGITS = 128;

  /** In place of a sub-sequence number: all of the record. */
  public static final long WHOLE = Long.MAX_VALUE;

  /** Before all records. */
  public static final Position START = new Position("", WHOLE);

  public Position {
    Objects.requireNonNull(sequence, "sequence");
    boolean plain = sequence.length() <= MAX_DIGITS;
    for (int i = 0; plain && i < sequence.length(); i++) {
      char c = sequence.charAt(i);
      plain = c >= '0' && c <= '9';
    }
    boolean start = sequence.isEmpty() && sub != WHOLE;
    if (!plain || start || sub < 0 || sequence.length() > 1 && sequence.charAt(0) == '0') {
      throw new IllegalArgumentException(
          "not a position: sequence number '" + sequence + "', sub-sequence number " + sub);
    }
  }

  /** The position of a record that packs no others, and behind all that one packs. */
  public static Position of(String sequence) {
    return new Position(sequence, WHOLE);
  }

  /**
   * Whether this is the place of one of several packed records: a lane that stands here may have
   * the rest of them before it.
   */
  public boolean isInside() {
    return sub != WHOLE;
  }

  @Override
  public int compareTo(Position other) {
    int byLength = Integer.compare(sequence.length(), other.sequence.length());
    if (byLength != 0) {
      return byLength;
    }
    int byDigits = sequence.compareTo(other.sequence);
    return byDigits != 0 ? byDigits : Long.compare(sub, other.sub);
  }

  @Override
  public String toString() {
    return sequence.isEmpty() ? "start" : isInside() ? sequence + "." + sub : sequence;
  }
}
