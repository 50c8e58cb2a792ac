package dev.sluice.engine;

import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of a stream as batches see them, for oracles. */
final class ShardRecords {

  /**
   * @param k the interval of the record
   * @param clockMillis its stamp, not before one ahead of it in its shard or in a parent of it
   * @param stampMillis its stamp
   */
  record InBatch(
      long k, long clockMillis, long stampMillis, String shard, int index, String line) {}

  private ShardRecords() {}

  /** All records, in the order (interval, shard, position). */
  static List<InBatch> of(MemoryStream stream, long intervalMillis) {
    Map<String, Long> ends = new HashMap<>();
    List<InBatch> records = new ArrayList<>();
    for (Source.Shard shard : stream.shards(stream.name())) {
      long clock = shard.parents().stream().mapToLong(ends::get).max().orElse(0);
      int index = 0;
      for (MemoryRecord r : stream.read(shard.id(), Position.START, Integer.MAX_VALUE)) {
        clock = Math.max(clock, r.stampMillis());
        String line = new String(r.data(), StandardCharsets.UTF_8);
        long k = Math.floorDiv(clock, intervalMillis);
        records.add(new InBatch(k, clock, r.stampMillis(), shard.id(), index++, line));
      }
      ends.put(shard.id(), clock);
    }
    records.sort(
        Comparator.comparingLong(InBatch::k)
            .thenComparing(InBatch::shard)
            .thenComparing(InBatch::index));
    return records;
  }
}
