package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of the input. It is one decision, an entry of the control lane that fixes the lanes; from
 * then on every coordinator that runs carries it out: seals each lane where it is, puts the borders
 * that are left, and then the last one. Wherever one dies, the next goes on from the lanes.
 */
final class Ending {
  /** What a look behind all lanes found. */
  enum Found {
    /** Nothing: the end may be decided. */
    NOTHING,
    /** Shards that have ended or appeared: what follows them has to be registered first. */
    SHARDS,
    /** Records, or shards of which it is not known yet: they are waited for. */
    RECORDS
  }

  private final Plan plan;
  private final EngineSettings settings;
  private final Timers timers;
  private final Prober prober;
  private final Clock clock;
  private final LayoutChange layouts;

  Ending(
      Plan plan,
      EngineSettings settings,
      Timers timers,
      Prober prober,
      Clock clock,
      LayoutChange layouts) {
    this.layouts = layouts;
    this.plan = plan;
    this.settings = settings;
    this.timers = timers;
    this.prober = prober;
    this.clock = clock;
  }

  /** Looks behind all lanes, and seals those whose shards have ended. */
  Found look(ControlEntry at, Registry registry, Map<String, LaneView> views) {
    boolean records = false;
    boolean shards = registry.isChanged();
    for (String lane : at.lanes().keySet()) {
      LaneView view = views.get(lane);
      if (!view.head().sealed() && prober.hasMoreOfItsRecord(view)) {
        records = true;
      } else if (!view.head().sealed()) {
        Source.Probe found = prober.ask(view);
        if (found.ended()) {
          view.append(view.head().seal(clock.nowMillis(), found.children(), found.expired()));
          shards = true;
        } else {
          records |= !Prober.isIdle(found);
        }
      }
    }
    if (records || !shards && registry.isWaitedFor()) {
      return Found.RECORDS;
    }
    return shards ? Found.SHARDS : Found.NOTHING;
  }

  /**
   * Seals all lanes.
   *
   * @return whether they were sealed before
   */
  boolean seal(ControlEntry at, Map<String, LaneView> views) {
    boolean sealed = true;
    for (String lane : at.lanes().keySet()) {
      LaneView view = views.get(lane);
      if (!view.head().sealed()) {
        boolean expired = mayHaveExpired(view);
        view.append(view.head().seal(clock.nowMillis(), List.of(), expired));
        sealed = false; // by whom, the next look says
      }
    }
    return sealed;
  }

  /** A stream that is no more holds no end back that is decided; what it had cannot be known. */
  private boolean mayHaveExpired(LaneView view) {
    try {
      return prober.mayHaveExpired(view);
    } catch (StoreRefusedException e) {
      return !view.head().position().equals(Position.START);
    }
  }

  /**
   * The next entry of a control lane whose lanes are all sealed: borders, the last one alone.
   *
   * @return none where the layout is to change before the next border
   */
  Optional<ControlEntry> next(ControlEntry at, Registry registry, Map<String, LaneView> views) {
    long newest = views.values().stream().mapToLong(v -> v.head().clockMillis()).max().orElse(0);
    long end = settings.intervalOf(newest);
    end = at.lastBorder() == Long.MIN_VALUE ? end : Math.max(end, at.lastBorder() + 1);
    Borders borders = new Borders(plan, settings, timers, at, views.values());
    List<Border> before = layouts.cut(at, borders.upTo(end - 1));
    if (!before.isEmpty()) {
      registry.trim(views, before.get(before.size() - 1).k());
      return Optional.of(registry.next().withBorders(before));
    }
    List<Border> last = layouts.cut(at, List.of(borders.border(end, at.watermarks())));
    if (last.isEmpty()) {
      return Optional.empty();
    }
    registry.retireAll(views);
    registry.trim(views, end);
    return Optional.of(registry.next().in(ControlEntry.Phase.ENDED).withBorders(last));
  }
}
