package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
  private final TreeMap<Long, IntervalInfo> intervals = new TreeMap<>();
  private final Map<Long, List<Border.Read>> reads = new HashMap<>();
  private final long lastBorder;
  private final long lastInput;
  private final long[] watermarks;

  /**
   * @param lanes sorted by name
   */
  Borders(Plan plan, EngineSettings settings, ControlEntry at, Collection<LaneView> lanes) {
    this.plan = plan;
    this.settings = settings;
    this.timers = new Timers(plan, settings);
    this.lastBorder = at.lastBorder();
    this.lastInput = at.lastInput();
    this.watermarks = at.watermarks();
    lanes.forEach(this::take);
  }

  private void take(LaneView view) {
    view.partsBehind(lastBorder)
        .forEach(
            (k, part) -> {
              intervals
                  .computeIfAbsent(k, each -> new IntervalInfo(each, plan.eventTimes().size()))
                  .include(part.info());
              reads
                  .computeIfAbsent(k, each -> new ArrayList<>())
                  .add(new Border.Read(view.lane(), part.from(), part.to()));
            });
  }

  /** The greatest interval up to a limit that wants a border, {@link Long#MIN_VALUE} for none. */
  long greatestPending(long upTo) {
    Long data = intervals.floorKey(upTo);
    long timer = timers.next(lastBorder, lastInput);
    long greatest = data == null ? Long.MIN_VALUE : data;
    return timer <= upTo ? Math.max(greatest, timer) : greatest;
  }

  /** The next borders up to an interval, as many as an entry takes. */
  List<Border> upTo(long complete) {
    List<Border> borders = new ArrayList<>();
    long behind = lastBorder;
    long input = lastInput;
    long[] before = watermarks;
    int bytes = 0;
    while (bytes < MAX_BYTES) {
      Long data = intervals.higherKey(behind);
      long k = Math.min(data == null ? Timers.NONE : data, timers.next(behind, input));
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
    IntervalInfo info = intervals.get(k);
    if (info == null) {
      return new Border(k, before, new BitSet(), List.of());
    }
    long[] after = before.clone();
    for (int i = 0; i < after.length; i++) {
      if (info.newest()[i] != Long.MIN_VALUE) {
        long behindNewest = plan.eventTimes().get(i).outOfOrderness().toMillis();
        long newest = Math.min(info.newest()[i], settings.borderMillis(k));
        after[i] = Math.max(after[i], newest - behindNewest);
      }
    }
    return new Border(k, after, info.groups(), List.copyOf(reads.get(k)));
  }
}
