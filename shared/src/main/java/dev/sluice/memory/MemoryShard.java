package dev.sluice.memory;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A shard of a {@link MemoryStream}, which guards it. */
final class MemoryShard {

  /** Digits of a record's place in its shard, at the end of its sequence number. */
  static final int PLACE_DIGITS = 36;

  /** Between neighbours, so that nobody takes sequence numbers for gapless: Kinesis' are not. */
  private static final long SEQUENCE_STEP = 16;

  final Source.Shard shard;
  final HashRange range;
  final List<Source.Shard> children = new ArrayList<>();

  private final List<MemoryRecord> records = new ArrayList<>();

  /** Where each record stands. */
  private final List<Position> positions = new ArrayList<>();

  /** How many records before them are no more. */
  private int expired;

  private final String sequencePrefix;
  private final int placeDigits;

  /** A shard with a number; children have greater numbers, and so greater sequence numbers. */
  MemoryShard(int number, List<String> parents, HashRange range, int placeDigits) {
    this.placeDigits = placeDigits;
    this.shard =
        new Source.Shard(String.format(Locale.ROOT, "shardId-%012d", number), List.copyOf(parents));
    this.range = range;
    // 56 digits that begin with 49, as Kinesis' do.
    this.sequencePrefix = "49" + String.format(Locale.ROOT, "%018d", number);
  }

  boolean isClosed() {
    return !children.isEmpty();
  }

  MemoryRecord put(String partitionKey, byte[] data, long stampMillis) {
    String place = Long.toString((expired + records.size() + 1L) * SEQUENCE_STEP);
    String sequence =
        sequencePrefix + "0".repeat(Math.max(0, placeDigits - place.length())) + place;
    MemoryRecord added = new MemoryRecord(sequence, stampMillis, partitionKey, data.clone());
    records.add(added);
    positions.add(Position.of(sequence));
    return added;
  }

  List<MemoryRecord> read(Position after, int max) {
    int from = countUpTo(after);
    return List.copyOf(records.subList(from, from + Math.min(max, records.size() - from)));
  }

  Source.Missed missed(Position after, int max) {
    int behind = countUpTo(after);
    boolean there = behind > 0 && records.get(behind - 1).sequence().equals(after.sequence());
    int from = there && after.isInside() ? behind - 1 : behind;
    List<PulledRecord> found = new ArrayList<>();
    for (int i = from; i < records.size() && found.size() < max; i++) {
      found.add(pulled(i));
    }
    boolean toEnd = from + found.size() == records.size();
    return new Source.Missed(found, there || after.equals(Position.START), toEnd);
  }

  private PulledRecord pulled(int index) {
    MemoryRecord record = records.get(index);
    return new PulledRecord(
        positions.get(index), record.stampMillis(), record.partitionKey(), record.data());
  }

  void expire(long beforeMillis) {
    int old = 0;
    while (old < records.size() && records.get(old).stampMillis() < beforeMillis) {
      old++;
    }
    records.subList(0, old).clear();
    positions.subList(0, old).clear();
    expired += old;
  }

  Source.Probe probe(Position after) {
    int from = countUpTo(after);
    if (from == records.size()) {
      return new Source.Probe(true, 0, isClosed(), List.copyOf(children));
    }
    // The read takes one record; stamps may step back, yet what is left is never zero away.
    long behind = 0;
    if (from + 1 < records.size()) {
      long newest = records.get(records.size() - 1).stampMillis();
      behind = Math.max(1, newest - records.get(from).stampMillis());
    }
    return new Source.Probe(false, behind, false, List.of());
  }

  /** How many records lie at or before a position; its sub-sequence number does not count. */
  private int countUpTo(Position position) {
    Position wanted = position.isInside() ? Position.of(position.sequence()) : position;
    int low = 0;
    int high = records.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (positions.get(middle).compareTo(wanted) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
