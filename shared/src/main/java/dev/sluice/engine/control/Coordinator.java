package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.step.Steps;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Finds complete intervals and has their steps done; registers shards that appear and probes those
 * that hold others back. Any number of coordinators may run at any time: they come to the same
 * entries. One thread at a time each.
 */
public final class Coordinator {
  /** A head is renewed at this fraction of the lifetime of entries. */
  private static final int RENEWALS_PER_LIFETIME = 4;

  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final ControlLane control;
  private final Steps steps;
  private final Prober prober;
  private final Map<String, LaneView> views = new TreeMap<>();
  private final Map<String, List<Source.Shard>> listing = new HashMap<>();

  public Coordinator(
      Plan plan,
      EngineSettings settings,
      Ports ports,
      Logs logs,
      ControlLane control,
      Steps steps) {
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.control = control;
    this.steps = steps;
    this.prober = new Prober(settings, ports);
  }

  /** As {@link #run(BooleanSupplier)}, for as long as there is something to do. */
  public void run() {
    run(() -> true);
  }

  /**
   * Starts the app if nobody has, and does what can be done now.
   *
   * @param mayGoOn asked between entries; nothing new is begun once it says no, and the next run
   *     goes on from there
   * @throws dev.sluice.engine.ProtocolException if something is there that must not be
   * @throws dev.sluice.ports.StoreUnavailableException if a store refuses; the next run goes on
   */
  public void run(BooleanSupplier mayGoOn) {
    control.refresh();
    plan.streams().forEach(name -> listing.put(name, ports.source().shards(name)));
    if (control.head().isEmpty()) {
      start();
    }
    boolean more = true;
    while (more && mayGoOn.getAsBoolean()) {
      try {
        more = round();
      } catch (RuntimeException e) {
        views.clear(); // they may be ahead of what was put
        throw e;
      }
      steps.advanceAll(mayGoOn);
    }
  }

  /** Whether the input has ended for good and all of its results are published. */
  public boolean isFinished() {
    return control.head().isPresent()
        && head().terminal()
        && steps.doneWith() >= head().lastBorder();
  }

  private ControlEntry head() {
    return control.head().orElseThrow().entry();
  }

  private void start() {
    long now = ports.clock().nowMillis();
    ControlEntry nothing =
        new ControlEntry(
            plan.digest(),
            settings.intervalMillis(),
            settings.buckets(),
            new TreeMap<>(),
            new TreeMap<>(),
            Long.MIN_VALUE,
            Long.MIN_VALUE,
            IntervalInfo.none(plan.eventTimes().size()),
            List.of(),
            false,
            now,
            now);
    Registry registry = new Registry(settings, logs, ports.clock(), nothing);
    listing.forEach(registry::learn);
    registry.update(Map.of());
    if (!control.append(nothing.next(registry.lanes(), registry.drained(), now))) {
      control.refresh();
    }
  }

  /** One look at all lanes; whether there is reason for another. */
  private boolean round() {
    logs.requireSameApp(head(), plan, settings);
    if (head().terminal()) {
      return false;
    }
    refreshViews();
    Registry registry = registry();
    long now = ports.clock().nowMillis();
    boolean probed = probe(registry, now);
    Borders borders = new Borders(plan, settings, head(), views.values());
    List<Border> complete = borders.upTo(completeUpTo());
    if (!complete.isEmpty() || registry.isChanged() || isOld(head().writtenMillis(), now)) {
      put(registry, complete, false);
      return true;
    }
    renewLanes(now);
    return probed;
  }

  private void refreshViews() {
    ControlEntry at = head();
    views.values().removeIf(view -> !isRead(at, view.lane()) || !view.isCurrent());
    at.lanes().forEach((name, lane) -> view(name, lane.readFrom()));
    at.drained()
        .forEach(
            (name, lane) -> {
              if (lane.readFrom() != Long.MAX_VALUE) {
                view(name, lane.readFrom());
              }
            });
    views.values().forEach(LaneView::refresh);
  }

  private static boolean isRead(ControlEntry at, String lane) {
    ControlEntry.Drained end = at.drained().get(lane);
    return at.lanes().containsKey(lane) || end != null && end.readFrom() != Long.MAX_VALUE;
  }

  private void view(String lane, long from) {
    views.computeIfAbsent(lane, name -> new LaneView(logs, name, from));
  }

  private Registry registry() {
    Registry registry = new Registry(settings, logs, ports.clock(), head());
    listing.forEach(registry::learn);
    views.forEach((lane, view) -> registry.learn(Lanes.streamOf(lane), view.head().children()));
    registry.update(views);
    return registry;
  }

  /** Probes the lanes that hold back a border or a shard. */
  private boolean probe(Registry registry, long now) {
    long reachable = settings.intervalOf(prober.target(now)) - 1;
    Borders borders = new Borders(plan, settings, head(), views.values());
    long wanted = borders.greatestPending(reachable);
    boolean put = false;
    for (String lane : head().lanes().keySet()) {
      LaneView view = views.get(lane);
      boolean holds =
          wanted != Long.MIN_VALUE && view.head().clockMillis() < settings.borderMillis(wanted);
      if (view.head().sealed()) {
        continue;
      } else if (registry.awaited().contains(lane)) {
        put |= prober.probe(view);
      } else if (holds) {
        put |= prober.probeInTime(view);
      }
    }
    return put;
  }

  /** All intervals up to this one are complete: every registered lane's clock has passed them. */
  private long completeUpTo() {
    return head().lanes().keySet().stream()
        .mapToLong(lane -> settings.intervalOf(views.get(lane).head().clockMillis()) - 1)
        .min()
        .orElse(Long.MIN_VALUE);
  }

  private void put(Registry registry, List<Border> borders, boolean terminal) {
    long last = borders.isEmpty() ? head().lastBorder() : borders.get(borders.size() - 1).k();
    registry.trim(views, last);
    ControlEntry next =
        head().next(registry.lanes(), registry.drained(), ports.clock().nowMillis());
    boolean won = control.append(borders.isEmpty() ? next : next.withBorders(borders, terminal));
    if (!won) {
      views.clear();
      control.refresh();
    }
  }

  private void renewLanes(long now) {
    for (String lane : head().lanes().keySet()) {
      LaneView view = views.get(lane);
      ShardEntry at = view.head();
      if (isOld(at.writtenMillis(), now) && !at.sealed()) {
        view.append(at.fresh(now));
      }
    }
  }

  private boolean isOld(long writtenMillis, long now) {
    return now - writtenMillis > settings.entryLifetime().toMillis() / RENEWALS_PER_LIFETIME;
  }

  /**
   * Ends the input for good: all lanes are sealed, every window closes, and later records are
   * refused.
   *
   * @return whether that is done; if not, records are still on their way, and the call is repeated
   */
  public boolean finish() {
    run();
    while (!head().terminal()) {
      if (!seal()) {
        return false;
      }
      try {
        terminate();
      } catch (RuntimeException e) {
        views.clear();
        throw e;
      }
      steps.advanceAll(() -> true);
    }
    return isFinished();
  }

  /** Seals all lanes if nothing is behind any of them. */
  private boolean seal() {
    refreshViews();
    Registry registry = registry();
    boolean last = !registry.isChanged() && registry.awaited().isEmpty();
    List<LaneView> open = new ArrayList<>();
    long now = ports.clock().nowMillis();
    for (String lane : head().lanes().keySet()) {
      LaneView view = views.get(lane);
      if (!view.head().sealed()) {
        Source.Probe found = prober.ask(view);
        if (found.ended()) {
          view.append(view.head().seal(now, found.children()));
        }
        last &= !found.ended() && Prober.isIdle(found);
        open.add(view);
      }
    }
    // Where shards have ended or appeared, the next run registers what follows.
    return last && open.stream().allMatch(view -> view.append(view.head().seal(now, List.of())));
  }

  /** Puts the borders that are left; the last one is the end. */
  private void terminate() {
    long newest = views.values().stream().mapToLong(v -> v.head().clockMillis()).max().orElse(0);
    long end = settings.intervalOf(newest);
    end = head().lastBorder() == Long.MIN_VALUE ? end : Math.max(end, head().lastBorder() + 1);
    Borders borders = new Borders(plan, settings, head(), views.values());
    List<Border> before = borders.upTo(end - 1);
    Registry registry = new Registry(settings, logs, ports.clock(), head());
    listing.forEach(registry::learn); // what is listed still is not forgotten
    if (!before.isEmpty()) {
      put(registry, before, false);
      refreshViews();
      return;
    }
    registry.retireAll(views);
    put(registry, List.of(borders.border(end, head().watermarks())), true);
  }
}
