package dev.sluice.engine.step;

import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Graphs;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Follows a bucket lane entry by entry, and knows up to which interval it is done. */
final class Follower {
  /**
   * Entries read at once. What is ahead of the border that is asked for stays in the log, so that a
   * bucket that fails for long does not fill the memory with what the others have done meanwhile.
   */
  private static final int READ_BATCH = 16;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Logs logs;
  private final String lane;
  private final Idleness idleness;
  private final Epoch epoch;

  /** Whether the lane begins with the states of others: it has an entry then, idle or not. */
  private final boolean inherits;

  private final List<LaneLog.Numbered<BucketEntry>> entries = new ArrayList<>();

  /** The first entry that may still be needed. */
  private long from;

  private long doneWith = Long.MIN_VALUE;

  /** Whether the lane was looked at: before that, no entry known does not mean no entry there. */
  private boolean looked;

  /** The entry that the lane that follows points to in its own head. */
  private long pointer;

  /** When that one was put, or before; {@link #UNKNOWN} until it was looked at. */
  private long pointerMillis = UNKNOWN;

  Follower(Logs logs, Layout layout, int stage, int bucket, Idleness idleness, Epoch epoch) {
    this.logs = logs;
    this.lane = layout.lane(stage, bucket);
    this.inherits = idleness.inherits(epoch);
    this.idleness = idleness;
    this.epoch = epoch;
  }

  String lane() {
    return lane;
  }

  Idleness idleness() {
    return idleness;
  }

  /**
   * The entry to point to when all is done up to interval k: the first one that may still be
   * needed, or the newest one that is read, for its due times.
   */
  long point(long k) {
    forget(k);
    pointer = from;
    if (!entries.isEmpty()) {
      pointerMillis = entries.get(0).entry().baseMillis();
    }
    return from;
  }

  /**
   * Begins anew; everything up to interval k is known to be done.
   *
   * @param head of the lane that follows: for those that it followed, it has the first entry that
   *     may still be needed. One of before this lane began is of a table that is lost: its lane was
   *     retired when the checkpoint was taken, and began anew when it came back
   */
  void seek(BucketEntry head, long k) {
    entries.clear();
    Long known = head.control() < idleness.begins(epoch) ? null : head.next().get(lane);
    from = known == null ? firstBehind(k) : known;
    doneWith = k;
    looked = false;
    pointer = from;
    pointerMillis = UNKNOWN;
  }

  /**
   * A change of the graph has made a lane one to follow: what it did before is not needed. Before
   * the first border, too, it may have been renewed so often that its first entries are gone.
   */
  private long firstBehind(long k) {
    if (k == Long.MIN_VALUE && logs.buckets().isWhole(lane)) {
      return 0;
    }
    logs.buckets().head(lane); // which must not have expired
    return logs.buckets().lastBefore(lane, each -> each.k() > k).orElse(0);
  }

  /** The entries known from {@link #from} on. */
  List<LaneLog.Numbered<BucketEntry>> entries() {
    return entries;
  }

  /** The known entry that holds a step, or null: the first one that ends with it or behind it. */
  BucketEntry entryOf(long k) {
    for (LaneLog.Numbered<BucketEntry> each : entries) {
      if (each.entry().k() >= k) {
        return each.entry();
      }
    }
    return null;
  }

  /**
   * Whether the lane is done with a border; borders are asked for in ascending order.
   *
   * @throws dev.sluice.engine.RefusedException if code that has replaced this one has put an entry
   */
  boolean isDoneWith(Border border, Step step) {
    while (!known(border, step)) {
      if (!readSome()) {
        looked = true;
        return known(border, step);
      }
    }
    return true;
  }

  /** Reads on; whether there may be more. */
  private boolean readSome() {
    var more = logs.cachedBuckets().readSome(lane, from + entries.size(), READ_BATCH);
    more.forEach(each -> Graphs.requireNotReplaced(each.entry(), epoch));
    if (pointerMillis == UNKNOWN && entries.isEmpty() && !more.isEmpty()) {
      pointerMillis = more.get(0).entry().baseMillis();
    }
    entries.addAll(more);
    return more.size() == READ_BATCH;
  }

  /**
   * Whether the pointer stands on an old entry though it may move: this lane may have been renewed
   * behind the one that follows it, which is young then, and points to what expires first.
   *
   * @param k the interval that all is done with
   * @param isOld judges the time at which an entry's lane was renewed
   * @param nowMillis the time: what is put where nothing is yet will be younger
   */
  boolean lags(long k, LongPredicate isOld, long nowMillis) {
    if (pointerMillis == UNKNOWN) {
      pointerMillis =
          logs.cachedBuckets().readSome(lane, pointer, 1).stream()
              .mapToLong(each -> each.entry().baseMillis())
              .findFirst()
              .orElse(nowMillis);
    }
    if (!isOld.test(pointerMillis)) {
      return false;
    }
    moveUp(k, isOld, pointerMillis);
    if (entries.isEmpty()) {
      pointerMillis = nowMillis;
    }
    return from > pointer;
  }

  /**
   * Moves the pointer to a young entry if the newest one known is old: a lane that is idle, and so
   * is not read, is renewed all the same.
   *
   * @param k the interval that all is done with
   * @param isOld judges the time at which an entry's lane was renewed
   * @param startedMillis when the app was started, for a lane that is not known to have an entry
   */
  void moveUp(long k, LongPredicate isOld, long startedMillis) {
    forget(k);
    boolean more = true;
    while (more
        && entries.size() <= 1 // else the first one is needed, and the pointer stays
        && isOld.test(newest() == null ? startedMillis : newest().baseMillis())) {
      more = readSome();
      forget(k);
    }
  }

  private BucketEntry newest() {
    return entries.isEmpty() ? null : entries.get(entries.size() - 1).entry();
  }

  /** About how many bytes of memory the known entries take. */
  long bytes() {
    long bytes = 0;
    for (LaneLog.Numbered<BucketEntry> each : entries) {
      bytes += Logs.sizeOf(each.entry());
    }
    return bytes;
  }

  private boolean known(Border border, Step step) {
    BucketEntry head = newest();
    if (head != null) {
      doneWith = Math.max(doneWith, head.k());
    }
    if (doneWith >= border.k()) {
      return true;
    }
    if (head == null && inherits) {
      return false;
    }
    if (looked && idleness.isIdle(border, step, Optional.ofNullable(head))) {
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
