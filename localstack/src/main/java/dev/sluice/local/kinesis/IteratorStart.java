package dev.sluice.local.kinesis;

import java.util.Optional;

/**
 * Where in a shard to begin to read.
 *
 * @param sequenceNumber for {@link Type#AT_SEQUENCE_NUMBER} and {@link Type#AFTER_SEQUENCE_NUMBER}
 * @param timestampMillis for {@link Type#AT_TIMESTAMP}, milliseconds since 1970-01-01T00:00Z
 */
public record IteratorStart(
    Type type, Optional<String> sequenceNumber, Optional<Long> timestampMillis) {

  /** AWS' names. */
  public enum Type {
    AT_SEQUENCE_NUMBER,
    AFTER_SEQUENCE_NUMBER,
    TRIM_HORIZON,
    LATEST,
    AT_TIMESTAMP;

    boolean takesSequenceNumber() {
      return this == AT_SEQUENCE_NUMBER || this == AFTER_SEQUENCE_NUMBER;
    }
  }

  /** The oldest readable record. */
  public static final IteratorStart TRIM_HORIZON = of(Type.TRIM_HORIZON);

  /** The next record to come. */
  public static final IteratorStart LATEST = of(Type.LATEST);

  /** The record with this sequence number, or the first behind it. */
  public static IteratorStart at(String sequenceNumber) {
    return new IteratorStart(
        Type.AT_SEQUENCE_NUMBER, Optional.of(sequenceNumber), Optional.empty());
  }

  /** The first record behind this sequence number. */
  public static IteratorStart after(String sequenceNumber) {
    return new IteratorStart(
        Type.AFTER_SEQUENCE_NUMBER, Optional.of(sequenceNumber), Optional.empty());
  }

  /** The first record that arrived at this time or later. */
  public static IteratorStart atTime(long timestampMillis) {
    return new IteratorStart(Type.AT_TIMESTAMP, Optional.empty(), Optional.of(timestampMillis));
  }

  private static IteratorStart of(Type type) {
    return new IteratorStart(type, Optional.empty(), Optional.empty());
  }
}
