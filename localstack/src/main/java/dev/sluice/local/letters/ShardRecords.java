package dev.sluice.local.letters;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.util.List;
import java.util.Optional;

/** Reads records of a stream once more, as far as it still has them. */
public interface ShardRecords {

  /**
   * What was read.
   *
   * @param records ascending
   * @param toEnd whether all behind the first of them up to the end that was asked for are there
   */
  record Found(List<PulledRecord> records, boolean toEnd) {}

  /**
   * Reads a part of a shard. Where its beginning has expired, what is left of it is read.
   *
   * @param from the sequence number of the first record; {@link Position#START} for the oldest
   * @param to that of the last one
   */
  Found read(String stream, String shard, Position from, Position to);

  /**
   * The hash keys that a shard owns.
   *
   * @return empty where its stream does not list it any more, or nobody can say
   */
  default Optional<HashRange> hashKeys(String stream, String shard) {
    return Optional.empty();
  }
}
