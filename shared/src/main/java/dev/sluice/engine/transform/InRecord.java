package dev.sluice.engine.transform;

import dev.sluice.ports.Position;
import java.util.Optional;

/**
 * A record as a shard gave it, or one of several that it packs.
 *
 * @param end where a lane is that has read it: behind all of the record of the shard if it is the
 *     last one in it, else where it is itself
 * @param stampMillis when it arrived, by the stream's clock
 * @param refused why user code must not see it, if so
 */
public record InRecord(
    Position position,
    Position end,
    long stampMillis,
    String partitionKey,
    byte[] data,
    Optional<RefusedRecordException> refused) {

  /** A record as a shard gave it. */
  public InRecord(Position position, long stampMillis, String partitionKey, byte[] data) {
    this(position, position, stampMillis, partitionKey, data, Optional.empty());
  }
}
