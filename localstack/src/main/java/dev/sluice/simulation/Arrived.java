package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.testkit.faults.Witness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A record as the batches see it.
 *
 * @param k the interval of {@code clockMillis}
 * @param clockMillis its stamp, not before any clock that its lane had shown
 * @param stampMillis what the stream stamped it with
 * @param shard where it lies
 * @param index its place there, from 0
 * @param data its bytes
 */
public record Arrived(
    long k, long clockMillis, long stampMillis, String shard, int index, byte[] data) {

  /** The data as text. */
  public String line() {
    return new String(data, StandardCharsets.UTF_8);
  }

  /**
   * All records of a stream in the order (interval, shard, position). The births of lanes and the
   * clock advances of idle ones are inputs, so they are taken from the log; all else is not.
   */
  static List<Arrived> of(MemoryStream stream, Witness witness, long intervalMillis) {
    List<Arrived> records = new ArrayList<>();
    for (Source.Shard shard : stream.shards(stream.name())) {
      List<ShardEntry> moves =
          witness.shard(Lanes.shard(stream.name(), shard.id())).values().stream()
              .filter(
                  each ->
                      each.kind() == ShardEntry.Kind.BIRTH
                          || each.kind() == ShardEntry.Kind.ADVANCE)
              .toList();
      long clock = 0;
      int move = 0;
      int index = 0;
      for (MemoryRecord r : stream.read(shard.id(), Position.START, Integer.MAX_VALUE)) {
        Position at = Position.of(r.sequence());
        while (move < moves.size() && moves.get(move).position().compareTo(at) < 0) {
          clock = Math.max(clock, moves.get(move++).clockMillis());
        }
        clock = Math.max(clock, r.stampMillis());
        long k = Math.floorDiv(clock, intervalMillis);
        records.add(new Arrived(k, clock, r.stampMillis(), shard.id(), index++, r.data()));
      }
    }
    records.sort(
        Comparator.comparingLong(Arrived::k)
            .thenComparing(Arrived::shard)
            .thenComparing(Arrived::index));
    return records;
  }
}
