package dev.sluice.engine.control;

import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What the coordinator knows of a shard lane: its head, and for each interval that may still need a
 * border what its entries hold and where they are. Bodies are not kept: a lane may be far ahead of
 * another one that holds all borders back.
 */
final class LaneView {
  /** Bounds memory while a long lane is read. */
  private static final int READ_BATCH = 100;

  /** What the entries {@code from} to {@code to} of the lane hold for an interval. */
  record Part(IntervalInfo info, long from, long to) {}

  private final Logs logs;
  private final String lane;
  private final NavigableMap<Long, Part> parts = new TreeMap<>();

  /** For each version of the app, the newest interval of which its code has put something. */
  private final NavigableMap<Integer, Long> newest = new TreeMap<>();

  private LaneLog.Numbered<ShardEntry> head;
  private long next;

  /** Whether the lane was read up to some entry only. */
  private boolean partial;

  LaneView(Logs logs, String lane, long from) {
    this.logs = logs;
    this.lane = lane;
    this.next = from;
  }

  /**
   * Reads what was added.
   *
   * @param mayGoOn asked where there is much; once it says no the next call reads on
   * @return whether all of it was read
   * @throws ProtocolException if the lane has no entries
   */
  boolean refresh(BooleanSupplier mayGoOn) {
    do {
      var more = logs.cachedShards().readSome(lane, next, READ_BATCH);
      more.forEach(this::take);
      partial = more.size() == READ_BATCH;
    } while (partial && mayGoOn.getAsBoolean());
    if (head == null) {
      throw new ProtocolException(
          "SLUICE-E09",
          "registered lane " + lane + " has no entry " + next + ": its entries were removed");
    }
    return !partial;
  }

  /** Whether this process has followed the lane closely enough to go on from what it knows. */
  boolean isCurrent() {
    return head == null || partial || logs.shards().isEnd(lane, next - 1);
  }

  /**
   * Checks that this is the lane that was registered.
   *
   * @throws ProtocolException if its clock is behind
   */
  void requireNotBehind(ControlEntry.Lane registered) {
    if (head().clockMillis() < registered.clockMillis()) {
      throw new ProtocolException(
          "SLUICE-E09",
          "lane "
              + lane
              + " was registered with clock "
              + registered.clockMillis()
              + " and ends at "
              + head().clockMillis()
              + ": entries were removed");
    }
  }

  private void take(LaneLog.Numbered<ShardEntry> entry) {
    for (IntervalInfo info : entry.entry().intervals()) {
      Part before = parts.get(info.k());
      IntervalInfo sum =
          before == null ? new IntervalInfo(info.k(), info.newest().length) : before.info;
      sum.include(info);
      long from = before == null ? entry.number() : before.from;
      parts.put(info.k(), new Part(sum, from, entry.number()));
      newest.merge(entry.entry().epoch(), info.k(), Math::max);
    }
    head = entry;
    next = entry.number() + 1;
  }

  String lane() {
    return lane;
  }

  /** What the lane holds for the intervals behind k, ascending. */
  NavigableMap<Long, Part> partsBehind(long k) {
    return parts.tailMap(k, false);
  }

  /** What the lane holds for interval k; null for nothing. */
  Part part(long k) {
    return parts.get(k);
  }

  /**
   * The newest interval of which code before a version of the app has put something, as far as that
   * was read; {@link Long#MIN_VALUE} for none.
   */
  long newestBefore(int epoch) {
    return newest.headMap(epoch).values().stream().mapToLong(k -> k).max().orElse(Long.MIN_VALUE);
  }

  ShardEntry head() {
    return head.entry();
  }

  /**
   * When the lane was seen to end, or at some time since. An end is put anew before it expires, and
   * would seem to be young for ever where coordinators run seldom: the one before it tells more.
   */
  long endedMillis() {
    return logs.shards()
        .find(lane, head.number() - 1)
        .map(LaneLog.Numbered::entry)
        .filter(ShardEntry::sealed)
        .orElse(head())
        .writtenMillis();
  }

  LaneLog.Numbered<ShardEntry> numbered() {
    return head;
  }

  /** The first entry that a border behind the last one trimmed to may need. */
  long from() {
    return parts.isEmpty() ? head.number() : parts.firstEntry().getValue().from;
  }

  /** When an entry was put; long ago, if it is not there any more. */
  long writtenMillis(long number) {
    return logs.cachedShards()
        .find(lane, number)
        .map(ShardEntry::writtenMillis)
        .orElse(Long.MIN_VALUE / 2);
  }

  /** The number of the first entry that was not there when the lane was looked at. */
  long next() {
    return next;
  }

  /** Puts the next entry; false if somebody else was first. */
  boolean append(ShardEntry entry) {
    boolean won = logs.cachedShards().append(lane, next, entry);
    if (won) {
      take(new LaneLog.Numbered<>(next, entry));
    }
    return won;
  }

  /** Drops what lies at or before interval k. */
  void trim(long k) {
    parts.headMap(k, true).clear();
  }

  /** Whether nothing that the lane has lies behind interval k. */
  boolean isDone(long k) {
    return partsBehind(k).isEmpty();
  }
}
