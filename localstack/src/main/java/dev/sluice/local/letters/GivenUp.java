package dev.sluice.local.letters;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.packed.DamagedException;
import dev.sluice.engine.packed.PackedRecord;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what an app has made of records that a mapping gave up. The entry of the shard's lane that
 * passes a record tells how many records it took, and what it took ends where it ends, without a
 * gap, as calls do: so what lies before them was passed over.
 *
 * <pre>
 * in the stream        11 12 13 14 15 16
 * entries end at    10                16    and the second one took 3 records: 14, 15 and 16
 * passed over          11 12 13
 * </pre>
 */
public final class GivenUp {

  /** What became of a record. */
  public enum Fate {
    /** The app has it. */
    TAKEN,
    /** The lane stands before it and the stream has it: the shard's next call takes it. */
    WAITING,
    /** The app does not have it, and will not. */
    PASSED_OVER,
    /** What would tell has expired. */
    UNKNOWN
  }

  /**
   * A stretch of a shard that one entry has passed.
   *
   * @param after where it begins, behind this
   * @param to where it ends
   * @param fates of the records in it that could be read
   * @param otherwise that of all others
   */
  private record Stretch(Position after, Position to, Map<Position, Fate> fates, Fate otherwise) {
    boolean has(Position position) {
      return position.compareTo(after) > 0 && position.compareTo(to) <= 0;
    }
  }

  private final LogStore log;
  private final ShardRecords stream;
  private final Map<String, Stretch> known = new HashMap<>();

  /** Of records behind their lanes, by the id of the whole. */
  private final Map<String, Fate> behind = new HashMap<>();

  /**
   * @param log of the app
   * @param stream that it reads
   */
  public GivenUp(LogStore log, ShardRecords stream) {
    this.log = log;
    this.stream = stream;
  }

  /** What became of a record that is a letter. */
  public Fate fate(Letter letter) {
    String shard = letter.lane().substring(letter.lane().indexOf('/') + 1);
    String lane = Lanes.shard(letter.source(), shard);
    Position at = letter.at();
    Stretch stretch = known.get(lane);
    if (stretch == null || !stretch.has(at)) {
      if (behind.containsKey(letter.wholeId())) {
        return behind.get(letter.wholeId());
      }
      Optional<LogEntry> head = log.head(lane);
      if (head.isEmpty()) {
        return Fate.UNKNOWN;
      }
      ShardEntry end = ShardEntry.decode(head.get().bytes());
      if (end.position().compareTo(at) < 0) {
        Fate fate = behind(letter.source(), shard, at, end);
        behind.put(letter.wholeId(), fate);
        return fate;
      }
      stretch = stretch(lane, at, head.get());
      known.put(lane, stretch);
    }
    return stretch.fates.getOrDefault(at, stretch.otherwise);
  }

  /** A lane that stands inside of a record takes the rest of it, unless it has ended there. */
  private Fate behind(String source, String shard, Position at, ShardEntry end) {
    boolean there =
        stream.read(source, shard, at, at).records().stream()
            .anyMatch(each -> each.position().sequence().equals(at.sequence()));
    boolean isInside = end.position().sequence().equals(at.sequence());
    return there || isInside && !end.sealed() ? Fate.WAITING : Fate.PASSED_OVER;
  }

  private Stretch stretch(String lane, Position at, LogEntry head) {
    long number = firstPassing(lane, at, head.number());
    List<LogEntry> two = log.read(lane, Math.max(0, number - 1), 2);
    if (two.size() < 2) {
      return unknown(at);
    }
    ShardEntry before = ShardEntry.decode(two.get(0).bytes());
    ShardEntry entry = ShardEntry.decode(two.get(1).bytes());
    if (before.position().compareTo(at) >= 0) {
      return unknown(at); // the one before it has expired
    }
    return stretch(lane, before, entry);
  }

  private static Stretch unknown(Position at) {
    return new Stretch(Position.START, at, Map.of(), Fate.UNKNOWN); // older entries are gone too
  }

  private Stretch stretch(String lane, ShardEntry before, ShardEntry entry) {
    long taken = records(entry) - records(before);
    ShardRecords.Found found =
        stream.read(Lanes.streamOf(lane), Lanes.shardOf(lane), before.position(), entry.position());
    if (!found.toEnd()) {
      return new Stretch(before.position(), entry.position(), Map.of(), Fate.UNKNOWN);
    }
    List<Position> seen = new ArrayList<>(); // of what functions see one by one
    for (PulledRecord each : found.records()) {
      for (Position one : ones(each)) {
        if (one.compareTo(before.position()) > 0 && one.compareTo(entry.position()) <= 0) {
          seen.add(one);
        }
      }
    }
    Map<Position, Fate> fates = new HashMap<>();
    for (int i = 0; i < seen.size(); i++) {
      boolean has = i >= seen.size() - taken;
      fates.put(seen.get(i), has ? Fate.TAKEN : Fate.PASSED_OVER);
    }
    // What has expired in the stream came before what is left, which may be all that was taken.
    Fate expired = seen.size() >= taken ? Fate.PASSED_OVER : Fate.UNKNOWN;
    return new Stretch(before.position(), entry.position(), fates, expired);
  }

  private static long records(ShardEntry entry) {
    return entry.counters().getOrDefault(Counters.RECORDS, 0L);
  }

  private static List<Position> ones(PulledRecord record) {
    try {
      if (PackedRecord.isPacked(record.data())) {
        int count = PackedRecord.unpack(record.data()).size();
        List<Position> ones = new ArrayList<>();
        for (int sub = 0; sub < count; sub++) {
          ones.add(new Position(record.position().sequence(), sub));
        }
        return ones;
      }
    } catch (DamagedException e) {
      // taken as one
    }
    return List.of(record.position());
  }

  /** The first entry whose lane stands at a position or behind it, by halves. */
  private long firstPassing(String lane, Position at, long head) {
    long from = 0;
    long first = head;
    while (from < first) {
      long middle = from + (first - from) / 2;
      LogEntry entry = log.read(lane, middle, 1).get(0);
      if (entry.number() >= first) {
        first = middle; // those between have expired
      } else if (ShardEntry.decode(entry.bytes()).position().compareTo(at) >= 0) {
        first = entry.number();
      } else {
        from = entry.number() + 1;
      }
    }
    return first;
  }
}
