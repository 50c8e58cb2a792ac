package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.checkpoint.Checkpoints;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.LayoutNotes;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.step.Steps;
import dev.sluice.plan.Plan;
import dev.sluice.ports.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Finds complete intervals and has their steps done; registers shards that appear and probes those
 * that hold others back. Any number of coordinators may run at any time: they come to the same
 * entries. One thread at a time each.
 */
public final class Coordinator {
  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final ControlLane control;
  private final Steps steps;
  private final Prober prober;
  private final Upkeep upkeep;
  private final Timers timers;
  private final Ending ending;
  private final Puller puller;
  private final Announcer announcer;
  private final Checkpoints checkpoints;
  private final LayoutChange layouts;
  private final Takeover takeover;
  private final Spacing spacing;
  private final Listing listing;
  private final Obstacles obstacles = new Obstacles();
  private final Views views;

  public Coordinator(
      Plan plan,
      EngineSettings settings,
      Ports ports,
      Logs logs,
      ControlLane control,
      Steps steps,
      Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.control = control;
    this.steps = steps;
    this.views = new Views(logs);
    this.listing = new Listing(plan, ports, obstacles);
    this.prober = new Prober(settings, ports, obstacles);
    this.upkeep = new Upkeep(settings, ports.clock());
    this.timers = new Timers(plan, settings);
    this.spacing = new Spacing(settings, ports.clock());
    LayoutNotes notes =
        new LayoutNotes(ports.spills(), checkpoints::restore, checkpoints::surelyMillis);
    this.layouts =
        new LayoutChange(
            settings, ports.clock(), steps, notes, spacing, checkpoints::begunAgainMillis);
    this.ending = new Ending(plan, settings, timers, prober, ports.clock(), layouts);
    this.takeover = new Takeover(plan, settings, logs.graphs(), ports.clock(), layouts, spacing);
    this.announcer =
        new Announcer(
            plan, settings, ports, steps.tables(), checkpoints::restore, checkpoints::surelyMillis);
    this.puller = new Puller(plan, settings, ports, logs, obstacles);
  }

  /** As {@link #run(BooleanSupplier)}, for as long as there is something to do. */
  public void run() {
    run(() -> true);
  }

  /**
   * Starts the app if nobody has, and does what can be done now; lanes whose records nobody
   * delivers are read here. An error in a bucket or a source holds up neither others nor what is
   * put by the coordinator itself.
   *
   * <p>An app whose lanes are gone goes on from a checkpoint first. The next one comes last.
   *
   * @param mayGoOn asked now and then; once it says no nothing is begun, and the next run goes on
   * @throws dev.sluice.engine.ProtocolException if something is there that must not be
   * @throws StoreUnavailableException if a store does not answer; the next run goes on
   * @throws dev.sluice.ports.StoreRefusedException if a store or a stream refuses
   */
  public void run(BooleanSupplier mayGoOn) {
    spacing.begin();
    prober.begin();
    if (!checkpoints.settle(mayGoOn)) {
      return;
    }
    control.refresh();
    if (isFinished()) {
      takeover.isDue(head());
      checkpoints.take(newest(), true, mayGoOn);
      return;
    }
    boolean first = control.head().isEmpty();
    listing.ask(first || takeover.bringsCode(head()));
    announcer.look(newest(), first);
    if (first) {
      control.refresh(); // somebody else may have started it since, and tables may have changed
    }
    if (control.head().isEmpty()) {
      start();
    }
    upkeep.requireAlive(head(), checkpoints.begunAgainMillis());
    RuntimeException failed = null;
    boolean more = true;
    while (more && mayGoOn.getAsBoolean()) {
      more = withViews(() -> round(mayGoOn) | pull(mayGoOn));
      try {
        steps.advanceAll(mayGoOn);
        more |= conclude();
        failed = null;
      } catch (RuntimeException e) {
        failed = e; // the latest says how things are
      }
    }
    checkpoints.take(newest(), isFinished(), mayGoOn);
    if (failed != null) {
      throw failed;
    } else if (!head().closing()) {
      obstacles.requireNone();
    }
  }

  /**
   * Runs, and says whether all that arrived before a moment is published: what the trigger
   * available-now waits for. The input goes on. Of records that no transform has committed nothing
   * is known here.
   *
   * @param borderMillis a border between intervals that the clock has passed
   */
  public boolean publishUpTo(long borderMillis) {
    run();
    long last = settings.intervalOf(borderMillis) - 1;
    return isFinished()
        || withViews(() -> isComplete(last)) && steps.doneWith() >= head().lastBorder();
  }

  private boolean isComplete(long interval) {
    views.refresh(head(), () -> true);
    return borders().greatestPending(interval) == Long.MIN_VALUE;
  }

  /**
   * Ends the input for good: every window closes, and later records are refused. Once that is
   * decided, every run of any coordinator carries it on.
   *
   * @return whether it is done and published; if not, records are still on their way, or bucket
   *     functions at work, and the call is repeated
   */
  public boolean finish() {
    run();
    while (!head().closing()) {
      Ending.Found found = withViews(this::look);
      if (found == Ending.Found.RECORDS) {
        return false;
      }
      run();
    }
    return isFinished();
  }

  /** Whether the input has ended for good and all of its results are published. */
  public boolean isFinished() {
    return control.head().isPresent() && head().phase() == ControlEntry.Phase.FINISHED;
  }

  /**
   * For how long results are waited for: the time since the end of the oldest interval that has any
   * and is not published, in milliseconds; 0 if there is none. Of records that no transform has
   * committed nothing is known here.
   */
  public long lagMillis() {
    control.refresh();
    if (control.head().isEmpty() || isFinished()) {
      return 0;
    }
    long open = steps.open().orElseGet(() -> withViews(this::leastPending));
    return open == Timers.NONE
        ? 0
        : Math.max(0, ports.clock().nowMillis() - settings.borderMillis(open));
  }

  private long leastPending() {
    if (head().terminal()) {
      return Timers.NONE;
    }
    views.refresh(head(), () -> false); // of long lanes what is known will do
    return borders().leastPending();
  }

  private ControlEntry head() {
    return control.head().orElseThrow().entry();
  }

  /** The number of the newest entry of the control lane that is known, -1 for none. */
  private long newest() {
    return control.head().map(LaneLog.Numbered::number).orElse(-1L);
  }

  /** How this process has changed the app, if it has. */
  public Optional<String> change() {
    return takeover.made();
  }

  private void start() {
    logs.graphs().keep(plan);
    ControlEntry nothing =
        ControlEntry.nothing(
            plan.digest(),
            settings.intervalMillis(),
            settings.buckets(),
            plan.eventTimes().size(),
            ports.clock().nowMillis());
    Registry registry = new Registry(settings, logs, ports.clock(), nothing);
    listing.shards().forEach(registry::learn);
    registry.update(Map.of());
    append(announcer.begin(registry.next()));
  }

  /**
   * What was looked at may be ahead of what was put, where something fails between; not where lanes
   * were still being read, which the next run goes on with.
   */
  private <R> R withViews(Supplier<R> work) {
    try {
      return work.get();
    } catch (Throwable e) { // also what functions throw without saying so
      if (views.areWhole() || !(e instanceof StoreUnavailableException)) {
        views.clear();
      }
      throw e;
    }
  }

  /** One look at all lanes; whether there is reason for another. */
  private boolean round(BooleanSupplier mayGoOn) {
    if (takeover.isDue(head())) {
      views.clear(); // they are of the last run, and nothing is to be read by them
      append(announcer.begin(takeover.begin(head(), newest() + 1)));
      return true;
    }
    if (head().terminal()) {
      return renewControl();
    }
    if (!views.refresh(head(), mayGoOn)) {
      return false; // the next run reads on
    }
    if (head().closing()) {
      if (ending.seal(head(), views.all())) {
        Registry sealed = new Registry(settings, logs, ports.clock(), head());
        Optional<ControlEntry> next = ending.next(head(), sealed, views.all());
        next.ifPresent(this::append);
        return next.isPresent() || layouts.isDue(head());
      }
      return true;
    }
    if (!head().epoch().settled()) {
      if (takeover.fence(head(), views.all())) {
        Registry same = new Registry(settings, logs, ports.clock(), head());
        append(takeover.settle(head(), same.next(), views.all(), checkpoints::requireInUse));
      }
      return true;
    }
    boolean moves = upkeep.renew(head(), views.all()) || upkeep.lags(head(), views.all());
    Registry registry = registry();
    if (registry.isChanged()) {
      // Alone: a lane that joins stands behind the borders so far, not behind new ones.
      put(registry, List.of());
      return true;
    }
    boolean probed = probe(registry, mayGoOn);
    List<Border> complete = layouts.cut(head(), borders().complete());
    boolean news = announcer.wants(head(), newest());
    if (moves || news || !complete.isEmpty() || upkeep.isOld(head().writtenMillis())) {
      put(registry, complete);
      return true;
    }
    return probed;
  }

  /** Reads lanes; whether there may be more to read. */
  private boolean pull(BooleanSupplier mayGoOn) {
    return views.areWhole()
        && !head().closing()
        && !head().terminal()
        && puller.pull(views.all().values(), mayGoOn);
  }

  private boolean renewControl() {
    if (head().phase() == ControlEntry.Phase.FINISHED || !upkeep.isOld(head().writtenMillis())) {
      return false;
    }
    append(new Registry(settings, logs, ports.clock(), head()).next());
    return true;
  }

  private Borders borders() {
    return new Borders(plan, settings, timers, head(), views.all().values());
  }

  private Registry registry() {
    Registry registry = new Registry(settings, logs, ports.clock(), head());
    listing.shards().forEach(registry::learn);
    registry.learn(views.all());
    registry.update(views.all());
    return registry;
  }

  /** Probes the lanes that hold back a border or a shard. */
  private boolean probe(Registry registry, BooleanSupplier mayGoOn) {
    long reachable = settings.intervalOf(prober.target(ports.clock().nowMillis())) - 1;
    long wanted = borders().greatestPending(reachable);
    long border = wanted == Long.MIN_VALUE ? wanted : settings.borderMillis(wanted);
    return prober.probe(
        head().lanes().keySet().stream()
            .map(views.all()::get)
            .filter(view -> !view.head().sealed())
            .filter(
                each ->
                    each.head().clockMillis() < border || registry.awaited().contains(each.lane()))
            .toList(),
        mayGoOn);
  }

  private void put(Registry registry, List<Border> borders) {
    long last = borders.isEmpty() ? head().lastBorder() : borders.get(borders.size() - 1).k();
    registry.trim(views.all(), last);
    registry.forget(listing.answered());
    append(announcer.announce(head(), registry.next().withBorders(borders), newest()));
  }

  private void append(ControlEntry entry) {
    Optional<ControlEntry> before = control.head().map(LaneLog.Numbered::entry);
    layouts.keep(before, entry);
    if (control.append(before.map(each -> announcer.settle(each, entry)).orElse(entry))) {
      announcer.follow(newest());
    } else {
      views.clear();
      control.refresh();
    }
  }

  private Ending.Found look() {
    if (!listing.answered().containsAll(plan.streams())) {
      return Ending.Found.RECORDS; // they may be in a shard that nobody knows yet
    }
    views.refresh(head(), () -> true);
    Ending.Found found = ending.look(head(), registry(), views.all());
    if (found == Ending.Found.NOTHING) {
      Registry same = new Registry(settings, logs, ports.clock(), head());
      append(same.next().in(ControlEntry.Phase.CLOSING));
    }
    return found;
  }

  /** Says that all is published, with the counters of all lanes, which may expire then. */
  private boolean conclude() {
    if (!control.hasEnded() || steps.doneWith() < head().lastBorder() || !steps.isAllTold()) {
      return false;
    }
    Registry registry = new Registry(settings, logs, ports.clock(), head());
    registry.count(Status.ofBuckets(plan, head().layouts(), logs));
    append(registry.next().in(ControlEntry.Phase.FINISHED));
    return true;
  }
}
