package dev.sluice.aws;

import dev.sluice.aws.ShardReads.Place;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source.Missed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Reads what stands behind a position, with the record at it, which tells whether others may have
 * expired. Where a shard is so quiet that some reads find nothing, the next call for the position
 * goes on from there: else none would ever come to a record that is far behind it.
 */
final class MissedReads {
  /** The limit of GetRecords. */
  private static final int MAX_RECORDS = 10_000;

  /** Places kept; beyond that all are dropped, which costs some requests for each. */
  private static final int MAX_PLACES = 10_000;

  /**
   * How far a place was read behind a position.
   *
   * @param moved whether the iterator is behind the position and what is empty there; else a call
   *     begins anew, as the record at the position may have expired, unless it asks for more
   * @param there whether the record at the position was found
   * @param answered as many records were asked for
   */
  private record Look(Position after, String iterator, boolean moved, boolean there, int answered) {

    Look on(String next) {
      return new Look(after, next, true, there, 0);
    }

    Look found(boolean here) {
      return new Look(after, iterator, moved, there || here, answered);
    }

    Look answered(int maxRecords) {
      return new Look(after, iterator, moved, there, there && !moved ? maxRecords : 0);
    }

    boolean isFor(Position position, int maxRecords) {
      return after.equals(position) && answered < maxRecords;
    }
  }

  private final Map<Place, Look> looks = new ConcurrentHashMap<>();
  private final ShardReads shards;

  MissedReads(ShardReads shards) {
    this.shards = shards;
  }

  Missed read(Place place, Position after, int maxRecords) {
    Look kept = looks.get(place);
    if (kept != null && kept.isFor(after, maxRecords)) {
      try {
        return read(place, kept, maxRecords);
      } catch (ExpiredIteratorException e) {
        looks.remove(place);
      } catch (SdkException e) {
        if (!AwsFaults.passes(e)) {
          looks.remove(place); // the stream may have been made anew
        }
        throw e;
      }
    }
    boolean none = after.equals(Position.START);
    return read(place, new Look(after, shards.at(place, after), false, none, 0), maxRecords);
  }

  private Missed read(Place place, Look from, int maxRecords) {
    Look look = from;
    boolean seen = false;
    for (int reads = 1; ; reads++) {
      GetRecordsResponse read = shards.read(look.iterator, Math.min(MAX_RECORDS, maxRecords + 1));
      String next = read.nextShardIterator();
      List<Record> found = read.records();
      boolean here = !found.isEmpty() && isAt(look.after, found.get(0));
      seen |= here;
      look = look.found(here);
      if (here && !look.after.isInside()) {
        found = found.subList(1, found.size());
      }
      boolean toEnd = next == null || ShardReads.millisBehind(read) == 0;
      if (found.isEmpty() && next != null) {
        look = look.on(next);
      }
      boolean answered = toEnd || !found.isEmpty();
      keep(place, answered ? look.answered(maxRecords) : look);
      if (!answered && reads == ShardReads.MAX_READS) {
        return new Missed(List.of(), look.there, false);
      } else if (answered) {
        boolean there = look.there && (seen || isStillThere(place, look.after));
        boolean all = toEnd && found.size() <= maxRecords;
        return new Missed(
            found.stream().limit(maxRecords).map(MissedReads::pulled).toList(), there, all);
      }
    }
  }

  /** The record at a position was found by a call before, and may have expired since. */
  private boolean isStillThere(Place place, Position after) {
    if (after.equals(Position.START)) {
      return true;
    }
    List<Record> first = shards.read(shards.at(place, after), 1).records();
    return !first.isEmpty() && isAt(after, first.get(0));
  }

  private static boolean isAt(Position position, Record record) {
    return record.sequenceNumber().equals(position.sequence());
  }

  private static PulledRecord pulled(Record record) {
    return new PulledRecord(
        Position.of(record.sequenceNumber()),
        record.approximateArrivalTimestamp().toEpochMilli(),
        record.partitionKey(),
        record.data().asByteArray());
  }

  private void keep(Place place, Look look) {
    if (looks.size() >= MAX_PLACES) {
      looks.clear();
    }
    looks.put(place, look);
  }
}
