package dev.sluice.local.run;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.EntryCache;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Outside;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Where the lanes of an app stand, read from their ends: nothing is put or published.
 *
 * @param shards how far each registered lane has read its shard
 * @param buckets how far each lane of the layout in force has come, that of markers ({@link
 *     Lanes#SUCCESS}) among them; lanes that have not begun are left out
 * @param watermarks at the newest border, in milliseconds, in the order in which the app declares
 *     event times; {@link Long#MIN_VALUE} for none yet
 * @param lagMillis for how long results have been waited for: the time since the end of the oldest
 *     batch that has records and is not published; 0 for none
 */
public record LaneHeads(
    SortedMap<String, Shard> shards,
    SortedMap<String, Bucket> buckets,
    List<Long> watermarks,
    long lagMillis) {

  /** Bounds memory while a lane is read. */
  private static final int READ_BATCH = 100;

  /**
   * A shard's lane.
   *
   * @param entry the number of its newest entry
   * @param position how far it has read
   */
  public record Shard(long entry, Position position) {}

  /**
   * A bucket's lane.
   *
   * @param entry the number of its newest entry
   * @param borderMillis the end of the newest batch that it has had something to do for, {@link
   *     Long#MIN_VALUE} for none
   */
  public record Bucket(long entry, long borderMillis) {}

  /**
   * Reads the ends of all lanes of an app that was started.
   *
   * @param nowMillis the time of day
   */
  public static LaneHeads read(Outside app, long nowMillis) {
    Logs logs = app.logs();
    LaneLog.Numbered<ControlEntry> control = logs.control().newest(Lanes.CONTROL).orElseThrow();
    SortedMap<String, Shard> shards = new TreeMap<>();
    for (String lane : control.entry().lanes().keySet()) {
      logs.shards()
          .newest(lane)
          .ifPresent(each -> shards.put(lane, new Shard(each.number(), each.entry().position())));
    }
    SortedMap<String, Bucket> buckets = new TreeMap<>();
    for (String lane : bucketLanes(app.plan().stages(), control.entry().layout())) {
      logs.buckets().newest(lane).ifPresent(each -> buckets.put(lane, bucket(each, app)));
    }
    List<Long> watermarks = new ArrayList<>();
    for (long each : control.entry().watermarks()) {
      watermarks.add(each);
    }
    return new LaneHeads(shards, buckets, watermarks, lag(app, control, nowMillis));
  }

  private static List<String> bucketLanes(int stages, Layout layout) {
    List<String> lanes = new ArrayList<>(List.of(Lanes.SUCCESS));
    for (int stage = 1; stage <= stages; stage++) {
      for (int bucket = 0; bucket < layout.buckets(); bucket++) {
        lanes.add(layout.lane(stage, bucket));
      }
    }
    return lanes;
  }

  private static Bucket bucket(LaneLog.Numbered<BucketEntry> head, Outside app) {
    return new Bucket(head.number(), border(head.entry().k(), app.settings()));
  }

  private static long border(long k, EngineSettings settings) {
    return k == Long.MIN_VALUE ? Long.MIN_VALUE : settings.borderMillis(k);
  }

  private static long lag(Outside app, LaneLog.Numbered<ControlEntry> control, long nowMillis) {
    if (control.entry().phase() == ControlEntry.Phase.FINISHED) {
      return 0;
    }
    OptionalLong open = openBorder(app.logs());
    if (open.isEmpty() && !control.entry().terminal()) {
      open = openRecords(app.logs(), control.entry());
    }
    return open.isEmpty()
        ? 0
        : Math.max(0, nowMillis - app.settings().borderMillis(open.getAsLong()));
  }

  /** The first batch that is complete and not published. */
  private static OptionalLong openBorder(Logs logs) {
    Optional<BucketEntry> done = logs.buckets().newest(Lanes.SUCCESS).map(LaneLog.Numbered::entry);
    long behind = done.map(BucketEntry::k).orElse(Long.MIN_VALUE);
    return first(
        logs.cachedControl(),
        Lanes.CONTROL,
        done.map(BucketEntry::control).orElse(0L),
        entry -> entry.borders().stream().map(Border::k).toList(),
        behind);
  }

  /** The first batch that has records and is not complete. */
  private static OptionalLong openRecords(Logs logs, ControlEntry control) {
    SortedMap<String, Long> lanes = new TreeMap<>();
    control.lanes().forEach((name, lane) -> lanes.put(name, lane.readFrom()));
    control.drained().forEach((name, lane) -> lanes.put(name, lane.readFrom()));
    lanes.values().removeIf(from -> from == Long.MAX_VALUE); // nothing of it is wanted any more
    return lanes.entrySet().stream()
        .map(
            each ->
                first(
                    logs.cachedShards(),
                    each.getKey(),
                    each.getValue(),
                    (ShardEntry entry) -> entry.intervals().stream().map(IntervalInfo::k).toList(),
                    control.lastBorder()))
        .flatMapToLong(OptionalLong::stream)
        .min();
  }

  /** The first interval behind another that entries of a lane name; they name them ascending. */
  private static <E> OptionalLong first(
      EntryCache<E> log, String lane, long from, Function<E, List<Long>> intervals, long behind) {
    List<LaneLog.Numbered<E>> some;
    long next = from;
    do {
      some = log.readSome(lane, next, READ_BATCH);
      OptionalLong found =
          some.stream()
              .flatMap(each -> intervals.apply(each.entry()).stream())
              .mapToLong(each -> each)
              .filter(k -> k > behind)
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      next += some.size();
    } while (some.size() == READ_BATCH);
    return OptionalLong.empty();
  }
}
