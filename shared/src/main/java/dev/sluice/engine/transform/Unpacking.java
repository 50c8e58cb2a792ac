package dev.sluice.engine.transform;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.packed.DamagedException;
import dev.sluice.engine.packed.PackedRecord;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the records that a producer library has packed in the place of those that pack them, in
 * streams of Kinesis, whose library that is: a function of the record and of the hash keys of its
 * shard, which never change.
 *
 * <p>A producer packs records of one shard together. When that shard is split meanwhile, the whole
 * goes to one of its children, and the producer sends those records again that the child does not
 * own. So these must not count where they are: they are dead letters.
 */
final class Unpacking {
  private final Source source;

  Unpacking(Source source) {
    this.source = source;
  }

  /**
   * The records one by one.
   *
   * @throws dev.sluice.ports.StoreUnavailableException if the stream must be asked for the hash
   *     keys of the shard and does not answer
   */
  List<InRecord> unpack(String lane, List<InRecord> records) {
    if (SourceId.parse(Lanes.streamOf(lane)).kind() != SourceKind.KINESIS) {
      return records;
    }
    List<InRecord> all = records;
    for (int i = 0; i < records.size(); i++) {
      InRecord record = records.get(i);
      boolean packed = PackedRecord.isPacked(record.data());
      if (packed && all == records) {
        all = new ArrayList<>(records.subList(0, i));
      }
      if (packed) {
        unpack(lane, record, all);
      } else if (all != records) {
        all.add(record);
      }
    }
    return all;
  }

  private void unpack(String lane, InRecord record, List<InRecord> all) {
    List<PackedRecord.User> users;
    try {
      users = PackedRecord.unpack(record.data());
    } catch (DamagedException e) {
      all.add(
          new InRecord(
              record.position(),
              record.end(),
              record.stampMillis(),
              record.partitionKey(),
              record.data(),
              Optional.of(damaged(e)),
              record.counts()));
      return;
    }
    String sequence = record.position().sequence();
    HashRange owned = source.hashKeys(Lanes.streamOf(lane), Lanes.shardOf(lane));
    // That records had expired before it is said once; that no call brought it, of each in it.
    List<String> each = new ArrayList<>(record.counts());
    each.removeIf(counter -> !counter.equals(Counters.UNDELIVERED));
    for (int sub = 0; sub < users.size(); sub++) {
      PackedRecord.User user = users.get(sub);
      Position position = new Position(sequence, sub);
      all.add(
          new InRecord(
              position,
              sub == users.size() - 1 ? record.end() : position,
              record.stampMillis(),
              user.partitionKey(),
              user.data(),
              owned.contains(user.hashKey()) ? Optional.empty() : Optional.of(foreign()),
              sub == 0 ? record.counts() : each));
    }
  }

  private static RefusedRecordException damaged(DamagedException cause) {
    return new RefusedRecordException(
        "SLUICE-D01 the record is a KPL aggregate and cannot be unpacked, since "
            + cause.getMessage()
            + "; see what made it, and send its records again");
  }

  private static RefusedRecordException foreign() {
    return new RefusedRecordException(
        "SLUICE-D02 the record came in an aggregate of a shard that does not own its hash key; the"
            + " KPL sends it again itself, other producers must not pack records of several shards"
            + " together");
  }
}
