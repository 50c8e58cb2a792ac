package dev.sluice.engine.step;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A bucket lane's operators as of its head: what the newest entry with the whole state holds, and
 * the changes of the entries behind it.
 */
final class BucketState {
  /** How many entries a reader replays at most. */
  private static final int MAX_TAIL_ENTRIES = 100;

  /** Changes may take so much more than the whole before it is written again: factor and bytes. */
  private static final int TAIL_FACTOR = 4;

  private static final int TAIL_BYTES = 64 * 1024;

  /** A head is renewed long before it expires: at this fraction of the lifetime of entries. */
  private static final int RENEWALS_PER_LIFETIME = 4;

  /** So many entries of the control lane a process reads at most before its first step. */
  private static final int MAX_CONTROL_LAG = 1000;

  private final EngineSettings settings;
  private final Logs logs;
  private final Clock clock;
  private final String lane;
  private final BucketTasks tasks;
  private final BucketEntry none;

  /** The number of the lane's first entry since its birth, unless it has one. */
  private final long first;

  private Optional<LaneLog.Numbered<BucketEntry>> head;
  private long wholeBytes;
  private long tailBytes;

  /** When the entry of the control lane was put that the head points to, if that was asked. */
  private OptionalLong pointerMillis = OptionalLong.empty();

  /**
   * @param birth stands for the lane's head where it has none, or one of before: that of a stage
   *     that was retired and came back. Part of it may have expired, and none of it is needed
   */
  BucketState(
      Plan plan,
      EngineSettings settings,
      Logs logs,
      String lane,
      int stage,
      Groups groups,
      BucketEntry birth,
      StepOutputs outputs,
      Clock clock,
      Epoch epoch,
      Optional<LaneLog.Numbered<BucketEntry>> head) {
    this.settings = settings;
    this.logs = logs;
    this.clock = clock;
    this.lane = lane;
    this.tasks = new BucketTasks(plan, settings, stage, groups, outputs);
    boolean ofBefore = head.isPresent() && head.get().entry().control() < birth.control();
    this.none = ofBefore ? birth.counting(head.get().entry().counters()) : birth;
    this.first = ofBefore ? head.get().number() + 1 : 0;
    this.head = ofBefore ? Optional.empty() : head;
    this.head.ifPresent(newest -> load(newest, epoch));
  }

  private void load(LaneLog.Numbered<BucketEntry> newest, Epoch epoch) {
    for (LaneLog.Numbered<BucketEntry> each :
        logs.cachedBuckets().readAll(lane, newest.entry().base(), newest.number())) {
      apply(each, epoch);
    }
  }

  private void apply(LaneLog.Numbered<BucketEntry> each, Epoch epoch) {
    BucketEntry entry = each.entry();
    tasks.apply(logs.payloads().read(entry.payload(), 0, entry.changesLength()), entry.k(), epoch);
    count(each);
  }

  /** The entries that others have put behind the head, as many as a reader replays at most. */
  List<LaneLog.Numbered<BucketEntry>> behind() {
    return logs.cachedBuckets().readSome(lane, nextNumber(), MAX_TAIL_ENTRIES);
  }

  /**
   * Goes on to the last one of these entries, with what they have changed.
   *
   * @return whether it could: not where one holds the whole state, or they are not all there are
   */
  boolean follow(List<LaneLog.Numbered<BucketEntry>> behind, Epoch epoch) {
    if (behind.size() == MAX_TAIL_ENTRIES
        || behind.stream().anyMatch(each -> each.entry().base() == each.number())) {
      return false;
    }
    for (LaneLog.Numbered<BucketEntry> each : behind) {
      apply(each, epoch);
      head = Optional.of(each);
    }
    pointerMillis = OptionalLong.empty();
    return true;
  }

  private void count(LaneLog.Numbered<BucketEntry> put) {
    if (put.entry().base() == put.number()) {
      wholeBytes = put.entry().changesLength();
      tailBytes = 0;
    } else {
      tailBytes += put.entry().changesLength();
    }
  }

  BucketTasks tasks() {
    return tasks;
  }

  /** The newest entry, or one that stands for none. */
  BucketEntry head() {
    return head.map(LaneLog.Numbered::entry).orElse(none);
  }

  /** The newest entry, if there is one. */
  Optional<BucketEntry> entry() {
    return head.map(LaneLog.Numbered::entry);
  }

  long nextNumber() {
    return head.map(each -> each.number() + 1).orElse(first);
  }

  void moved(LaneLog.Numbered<BucketEntry> put) {
    head = Optional.of(put);
    pointerMillis = OptionalLong.empty();
    count(put);
  }

  /** Whether the next entry should hold the whole state. */
  boolean wantsWhole() {
    return head.isEmpty()
        || nextNumber() - head().base() >= MAX_TAIL_ENTRIES
        || tailBytes > TAIL_FACTOR * wholeBytes + TAIL_BYTES
        || isOld(head().baseMillis());
  }

  /**
   * Whether an entry is due though there is nothing to do: to move its pointers and its expiry.
   *
   * @param controlNumber where the lane would go on reading borders
   */
  boolean isStale(ControlLane control, long controlNumber) {
    if (control.head().isEmpty()) {
      return false;
    }
    long written =
        head.isPresent() ? head().baseMillis() : control.head().get().entry().startedMillis();
    return isOld(written)
        || controlNumber - head().control() > MAX_CONTROL_LAG
        || controlNumber > head().control() && lags(control);
  }

  /**
   * Whether the pointer into the control lane stands on an old entry: that lane may have been
   * renewed behind this one, which is young then, and points to what expires first.
   */
  private boolean lags(ControlLane control) {
    if (head.isEmpty()) {
      return false;
    }
    if (pointerMillis.isEmpty()) {
      pointerMillis = OptionalLong.of(control.writtenMillis(head().control()));
    }
    return isOld(pointerMillis.getAsLong());
  }

  long nowMillis() {
    return clock.nowMillis();
  }

  /** Whether something that was put at a time has to be renewed. */
  boolean isOld(long writtenMillis) {
    long age = nowMillis() - writtenMillis;
    return age > settings.entryLifetime().toMillis() / RENEWALS_PER_LIFETIME;
  }
}
