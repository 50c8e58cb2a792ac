package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
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

  static History of(Stores stores, EngineSettings settings) {
    Lost lost = new Lost(stores);
    Broadcasts.Announced announced = stores.broadcasts.announced(stores, settings);
    long intervalMillis = settings.intervalMillis();
    List<Arrived> records = new ArrayList<>();
    long last = 0;
    for (MemoryStream stream : stores.read()) {
      for (Source.Shard shard : stream.everyShard()) {
        last =
            Math.max(
                last, shard(stream, shard.id(), stores, lost, announced, intervalMillis, records));
      }
    }
    records.sort(
        Comparator.comparingLong(Arrived::k)
            .thenComparing(Arrived::stream)
            .thenComparing(Arrived::shard)
            .thenComparing(Arrived::index));
    return new History(records, last);
  }

  /** What arrived in a stream alone. */
  History only(String stream) {
    return new History(
        records.stream().filter(each -> each.stream().equals(stream)).toList(), lastMillis);
  }

  /** Whether another one has the same records, clamped alike and so in the same batches. */
  boolean isIn(History other) {
    boolean same = records.size() == other.records.size();
    for (int i = 0; same && i < records.size(); i++) {
      Arrived one = records.get(i);
      Arrived two = other.records.get(i);
      same =
          one.clockMillis() == two.clockMillis()
              && one.shard().equals(two.shard())
              && one.index() == two.index();
    }
    return same;
  }

  /** Adds the records of a shard; its newest clock. */
  private static long shard(
      MemoryStream stream,
      String shard,
      Stores stores,
      Lost lost,
      Broadcasts.Announced announced,
      long intervalMillis,
      List<Arrived> records) {
    String lane = Lanes.shard(stream.name(), shard);
    List<ShardEntry> moves =
        stores.witness().shard(lane).values().stream()
            .filter(
                each ->
                    each.kind() == ShardEntry.Kind.BIRTH || each.kind() == ShardEntry.Kind.ADVANCE)
            .toList();
    long clock = 0;
    int move = 0;
    int index = 0;
    HashRange owned = stream.owned(shard);
    for (Sent.One sent : stores.sent.in(lane)) {
      MemoryRecord r = sent.record();
      Event.Put put = sent.put();
      for (int i = 0; i < put.parts().size(); i++, index++) {
        Position end = end(r.sequence(), i, put.parts().size());
        while (move < moves.size() && moves.get(move).position().compareTo(end) < 0) {
          clock = Math.max(clock, moves.get(move++).clockMillis());
        }
        long own = Math.max(clock, r.stampMillis());
        long k = Math.floorDiv(own, intervalMillis);
        if (!lost.has(sent, i)) {
          clock = own;
          boolean stray =
              put.parts().size() > 1 && !owned.contains(HashRange.hash(put.keys().get(i)));
          byte[] part = put.parts().get(i);
          records.add(
              new Arrived(
                  k,
                  own,
                  r.stampMillis(),
                  stream.name(),
                  shard,
                  index,
                  stray,
                  part,
                  announced.at(k)));
        }
      }
    }
    while (move < moves.size()) {
      clock = Math.max(clock, moves.get(move++).clockMillis());
    }
    return clock;
  }

  /** Where a lane stands that has taken a record up to one of its parts, from 0. */
  private static Position end(String sequence, int part, int parts) {
    return part == parts - 1 ? Position.of(sequence) : new Position(sequence, part);
  }
}
