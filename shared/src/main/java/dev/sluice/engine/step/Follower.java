package dev.sluice.engine.step;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Follows a bucket lane entry by entry, and knows up to which interval it is done. */
final class Follower {
  private final Logs logs;
  private final String lane;
  private final Idleness idleness;
  private final List<LaneLog.Numbered<BucketEntry>> entries = new ArrayList<>();

  /** The first entry that may still be needed. */
  private long from;

  private long doneWith = Long.MIN_VALUE;

  /** Whether the lane was looked at: before that, no entry known does not mean no entry there. */
  private boolean looked;

  Follower(Logs logs, int stage, int bucket, Idleness idleness) {
    this.logs = logs;
    this.lane = Lanes.bucket(stage, bucket);
    this.idleness = idleness;
  }

  String lane() {
    return lane;
  }

  Idleness idleness() {
    return idleness;
  }

  /** The first entry that may still be needed: the newest one that is read, for its due times. */
  long from() {
    return from;
  }

  /** Begins anew at an entry; everything up to interval k is known to be done. */
  void seek(long number, long k) {
    entries.clear();
    from = number;
    doneWith = k;
    looked = false;
  }

  /** The entries known from {@link #from} on. */
  List<LaneLog.Numbered<BucketEntry>> entries() {
    return entries;
  }

  /** Reads what was added, so that {@link #from} can move on though no border asks for it. */
  void refresh() {
    entries.addAll(logs.cachedBuckets().readFrom(lane, from + entries.size()));
    looked = true;
  }

  /** Whether the lane is done with a border; borders are asked for in ascending order. */
  boolean isDoneWith(Border border, Step step) {
    if (known(border, step)) {
      return true;
    }
    refresh();
    return known(border, step);
  }

  private boolean known(Border border, Step step) {
    BucketEntry head = entries.isEmpty() ? null : entries.get(entries.size() - 1).entry();
    if (head != null) {
      doneWith = Math.max(doneWith, head.k());
    }
    if (doneWith >= border.k()) {
      return true;
    }
    if (looked && idleness.isIdle(border, step, head == null ? Map.of() : head.due())) {
      doneWith = border.k();
      return true;
    }
    return false;
  }

  /** Drops entries that hold nothing behind interval k, but the newest one. */
  void forget(long k) {
    while (entries.size() > 1 && entries.get(0).entry().k() <= k) {
      entries.remove(0);
      from++;
    }
  }
}
