package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What arrived in a run. The births of lanes and the clock advances of idle ones are inputs, so
 * they are taken from the log; all else is not.
 *
 * @param records in the order (interval, stream, shard, position)
 * @param lastMillis the newest clock that any shard has shown
 */
record History(List<Arrived> records, long lastMillis) {

  static History of(Stores stores, long intervalMillis) {
    List<Arrived> records = new ArrayList<>();
    long last = 0;
    for (MemoryStream stream : stores.streams.values()) {
      for (Source.Shard shard : stream.shards(stream.name())) {
        last = Math.max(last, shard(stream, shard.id(), stores, intervalMillis, records));
      }
    }
    records.sort(
        Comparator.comparingLong(Arrived::k)
            .thenComparing(Arrived::stream)
            .thenComparing(Arrived::shard)
            .thenComparing(Arrived::index));
    return new History(records, last);
  }

  /** Adds the records of a shard; its newest clock. */
  private static long shard(
      MemoryStream stream,
      String shard,
      Stores stores,
      long intervalMillis,
      List<Arrived> records) {
    List<ShardEntry> moves =
        stores.witness().shard(Lanes.shard(stream.name(), shard)).values().stream()
            .filter(
                each ->
                    each.kind() == ShardEntry.Kind.BIRTH || each.kind() == ShardEntry.Kind.ADVANCE)
            .toList();
    long clock = 0;
    int move = 0;
    int index = 0;
    HashRange owned = stream.hashKeys(stream.name(), shard);
    for (MemoryRecord r : stream.read(shard, Position.START, Integer.MAX_VALUE)) {
      Position at = Position.of(r.sequence());
      while (move < moves.size() && moves.get(move).position().compareTo(at) < 0) {
        clock = Math.max(clock, moves.get(move++).clockMillis());
      }
      clock = Math.max(clock, r.stampMillis());
      long k = Math.floorDiv(clock, intervalMillis);
      Event.Put put = stores.sent.get(r);
      for (int i = 0; i < put.parts().size(); i++) {
        boolean stray =
            put.parts().size() > 1 && !owned.contains(HashRange.hash(put.keys().get(i)));
        byte[] part = put.parts().get(i);
        records.add(
            new Arrived(k, clock, r.stampMillis(), stream.name(), shard, index++, stray, part));
      }
    }
    while (move < moves.size()) {
      clock = Math.max(clock, moves.get(move++).clockMillis());
    }
    return clock;
  }
}
