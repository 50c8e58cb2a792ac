package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes borders of what the shard lanes hold. */
final class Borders {
  /**
   * What the borders of one entry of the control lane may take in memory, roughly: readers hold
   * several entries. A border that takes more is alone in its entry.
   */
  private static final int MAX_BYTES = 256 * 1024;

  private static final int READ_BYTES = 48;

  private static final int BORDER_BYTES = 256;

  private final Plan plan;
  private final EngineSettings settings;
  private final Timers timers;
  private final Collection<LaneView> lanes;
  private final Set<String> registered;
  private final long lastBorder;
  private final long lastInput;
  private final long[] watermarks;

  /**
   * @param lanes sorted by name; looked at whenever something is asked
   */
  Borders(
      Plan plan,
      EngineSettings settings,
      Timers timers,
      ControlEntry at,
      Collection<LaneView> lanes) {
    this.plan = plan;
    this.settings = settings;
    this.timers = timers;
    this.lanes = lanes;
    this.registered = at.lanes().keySet();
    this.lastBorder = at.lastBorder();
    this.lastInput = at.lastInput();
    this.watermarks = at.watermarks();
  }

  /** The greatest interval up to a limit that wants a border, {@link Long#MIN_VALUE} for none. */
  long greatestPending(long upTo) {
    long greatest = Long.MIN_VALUE;
    for (LaneView lane : lanes) {
      Long data = lane.partsBehind(lastBorder).floorKey(upTo);
      greatest = data == null ? greatest : Math.max(greatest, data);
    }
    long timer = timers.next(lastBorder, lastInput);
    return timer <= upTo ? Math.max(greatest, timer) : greatest;
  }

  /** The least interval that wants a border, {@link Timers#NONE} for none. */
  long leastPending() {
    return Math.min(nextData(lastBorder), timers.next(lastBorder, lastInput));
  }

  /** The first interval behind another that has records, {@link Timers#NONE} for none. */
  private long nextData(long behind) {
    long next = Timers.NONE;
    for (LaneView lane : lanes) {
      Map.Entry<Long, LaneView.Part> first = lane.partsBehind(behind).firstEntry();
      next = first == null ? next : Math.min(next, first.getKey());
    }
    return next;
  }

  /** The next borders of intervals that every registered lane's clock has passed. */
  List<Border> complete() {
    long least = Long.MAX_VALUE;
    for (LaneView lane : lanes) {
      if (registered.contains(lane.lane())) {
        least = Math.min(least, settings.intervalOf(lane.head().clockMillis()) - 1);
      }
    }
    return least == Long.MAX_VALUE ? List.of() : upTo(least);
  }

  /** The next borders up to an interval, as many as an entry takes. */
  List<Border> upTo(long complete) {
    List<Border> borders = new ArrayList<>();
    long behind = lastBorder;
    long input = lastInput;
    long[] before = watermarks;
    int bytes = 0;
    while (bytes < MAX_BYTES) {
      long k = Math.min(nextData(behind), timers.next(behind, input));
      if (k > complete || k == Timers.NONE) {
        break;
      }
      Border border = border(k, before);
      borders.add(border);
      bytes += BORDER_BYTES + READ_BYTES * border.reads().size();
      behind = k;
      before = border.watermarks();
      input = border.reads().isEmpty() ? input : k;
    }
    return borders;
  }

  /**
   * The border of an interval, whether it has records or not. A clock that goes ahead moves the
   * watermark up to the border at most: else it would make the records of all others late, and a
   * shard could not tell which of its records may turn out late.
   */
  Border border(long k, long[] before) {
    IntervalInfo info = new IntervalInfo(k, plan.eventTimes().size());
    List<Border.Read> reads = new ArrayList<>();
    for (LaneView lane : lanes) {
      LaneView.Part part = lane.part(k);
      if (part != null) {
        info.include(part.info());
        reads.add(new Border.Read(lane.lane(), part.from(), part.to()));
      }
    }
    long[] after = before.clone();
    for (int i = 0; i < after.length; i++) {
      if (info.newest()[i] != Long.MIN_VALUE) {
        long behindNewest = plan.eventTimes().get(i).outOfOrderness().toMillis();
        long newest = Math.min(info.newest()[i], settings.borderMillis(k));
        after[i] = Math.max(after[i], newest - behindNewest);
      }
    }
    return new Border(k, after, info.groups(), List.copyOf(reads));
  }
}
