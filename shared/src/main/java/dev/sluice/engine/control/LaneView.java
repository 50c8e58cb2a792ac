package dev.sluice.engine.control;

import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import java.util.ArrayList;
import java.util.List;

/** What the coordinator knows of a shard lane: its entries that the next border may need. */
final class LaneView {
  private final Logs logs;
  private final String lane;
  private final List<LaneLog.Numbered<ShardEntry>> entries = new ArrayList<>();
  private long from;

  LaneView(Logs logs, String lane, long from) {
    this.logs = logs;
    this.lane = lane;
    this.from = from;
  }

  /**
   * Reads what was added.
   *
   * @throws ProtocolException if the lane has no entries
   */
  void refresh() {
    entries.addAll(logs.cachedShards().readFrom(lane, from + entries.size()));
    if (entries.isEmpty()) {
      throw new ProtocolException(
          "SLUICE-E09",
          "registered lane " + lane + " has no entry " + from + ": its entries were removed");
    }
  }

  /** Whether this process has followed the lane closely enough to go on from what it knows. */
  boolean isCurrent() {
    return entries.isEmpty() || logs.shards().isEnd(lane, from + entries.size() - 1);
  }

  String lane() {
    return lane;
  }

  List<LaneLog.Numbered<ShardEntry>> entries() {
    return entries;
  }

  ShardEntry head() {
    return entries.get(entries.size() - 1).entry();
  }

  /** The first entry that a border behind the last one trimmed to may need. */
  long from() {
    return from;
  }

  /** Puts the next entry; false if somebody else was first. */
  boolean append(ShardEntry entry) {
    long number = from + entries.size();
    boolean won = logs.cachedShards().append(lane, number, entry);
    if (won) {
      entries.add(new LaneLog.Numbered<>(number, entry));
    }
    return won;
  }

  /** Drops entries without anything behind interval k, but the newest one. */
  void trim(long k) {
    while (entries.size() > 1 && isDone(entries.get(0).entry(), k)) {
      entries.remove(0);
      from++;
    }
  }

  /** Whether nothing that the lane has lies behind interval k. */
  boolean isDone(long k) {
    return entries.stream().allMatch(each -> isDone(each.entry(), k));
  }

  private static boolean isDone(ShardEntry entry, long k) {
    List<IntervalInfo> intervals = entry.intervals();
    return intervals.isEmpty() || intervals.get(intervals.size() - 1).k() <= k;
  }
}
