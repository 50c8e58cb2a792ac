package dev.sluice.ports;

import java.util.Objects;
import java.util.Optional;

/**
 * A record as a lane gives it that is pulled.
 *
 * @param position where it is in its lane, the same at every read
 * @param end where a lane is that has read it: the position, but behind all of what holds several
 *     records if it is the last one there
 * @param stampMillis when it arrived, by the source's clock, in milliseconds since
 *     1970-01-01T00:00Z; the same at every read
 * @param key its partition key: rows of sinks without a key are sorted by it
 * @param data its bytes, not to be changed
 * @param refused why nobody can decode it, if so: it becomes a dead letter with this reason
 */
public record PulledRecord(
    Position position,
    Position end,
    long stampMillis,
    String key,
    byte[] data,
    Optional<String> refused) {

  public PulledRecord {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(refused, "refused");
  }

  /** A record that stands alone at its position. */
  public PulledRecord(Position position, long stampMillis, String key, byte[] data) {
    this(position, position, stampMillis, key, data, Optional.empty());
  }
}
