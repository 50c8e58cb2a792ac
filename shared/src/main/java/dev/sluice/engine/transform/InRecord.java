package dev.sluice.engine.transform;

import dev.sluice.engine.entry.Counters;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record as a shard gave it, or one of several that it packs.
 *
 * @param end where a lane is that has read it: behind all of the record of the shard if it is the
 *     last one in it, else where it is itself
 * @param stampMillis when it arrived, by the stream's clock
 * @param refused why user code must not see it, if so
 * @param counts what else is counted when it is taken
 */
public record InRecord(
    Position position,
    Position end,
    long stampMillis,
    String partitionKey,
    byte[] data,
    Optional<RefusedRecordException> refused,
    List<String> counts) {

  /** A record as a shard gave it. */
  public InRecord(Position position, long stampMillis, String partitionKey, byte[] data) {
    this(position, position, stampMillis, partitionKey, data, Optional.empty(), List.of());
  }

  /** A record as a source gave it that Sluice reads itself. */
  public static InRecord of(PulledRecord record) {
    return new InRecord(
        record.position(),
        record.end(),
        record.stampMillis(),
        record.key(),
        record.data(),
        record.refused().map(RefusedRecordException::new),
        List.of());
  }

  /** The same records; what may have expired before the first one is counted as it is taken. */
  public static List<InRecord> behindGap(List<InRecord> records) {
    List<InRecord> counted = new ArrayList<>(records);
    counted.set(0, counted.get(0).counting(Counters.EXPIRED));
    return counted;
  }

  /** The same, and something more is counted when it is taken. */
  InRecord counting(String counter) {
    List<String> more = new ArrayList<>(counts);
    more.add(counter);
    return new InRecord(position, end, stampMillis, partitionKey, data, refused, more);
  }
}
