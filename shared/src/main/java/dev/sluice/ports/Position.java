package dev.sluice.ports;

import java.util.Objects;

/**
 * How far a shard lane has read: a sequence number and, for one of several records that a producer
 * packed into one, its place there. Sequence numbers have up to 56 decimal digits (Kinesis), so
 * they are text here and compared as numbers: they carry no leading zeros, the longer one is
 * greater.
 *
 * @param sequence decimal digits, or empty for the position before all records
 * @param sub the sub-sequence number, from 0
 */
public record Position(String sequence, long sub) implements Comparable<Position> {

  /** Kinesis' own limit for a sequence number is 128 digits; longer input is refused. */
  private static final int MAX_DIGITS = 128;

  /** Before all records. */
  public static final Position START = new Position("", 0);

  public Position {
    Objects.requireNonNull(sequence, "sequence");
    boolean plain = sequence.length() <= MAX_DIGITS;
    for (int i = 0; plain && i < sequence.length(); i++) {
      char c = sequence.charAt(i);
      plain = c >= '0' && c <= '9';
    }
    if (!plain || sub < 0 || sequence.length() > 1 && sequence.charAt(0) == '0') {
      throw new IllegalArgumentException(
          "not a position: sequence number '" + sequence + "', sub-sequence number " + sub);
    }
  }

  /** The position of a record that is not packed with others. */
  public static Position of(String sequence) {
    return new Position(sequence, 0);
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
    return sequence.isEmpty() ? "start" : sub == 0 ? sequence : sequence + "." + sub;
  }
}
