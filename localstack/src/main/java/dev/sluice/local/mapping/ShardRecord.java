package dev.sluice.local.mapping;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;

/**
 * A record as the stream gave it.
 *
 * @param sequenceNumber decimal digits, unique in the shard
 * @param partitionKey the producer's key
 * @param data the producer's bytes, read-only
 * @param arrival the stamp that Kinesis gave the record
 */
public record ShardRecord(
    String sequenceNumber, String partitionKey, ByteBuffer data, Instant arrival) {

  public ShardRecord {
    Objects.requireNonNull(sequenceNumber, "sequenceNumber");
    Objects.requireNonNull(partitionKey, "partitionKey");
    Objects.requireNonNull(arrival, "arrival");
    data = data.asReadOnlyBuffer();
  }

  /** The bytes, with a position of its own for each caller. */
  @Override
  public ByteBuffer data() {
    return data.duplicate();
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    byte[] copy = new byte[data.remaining()];
    data().get(copy);
    return copy;
  }
}
