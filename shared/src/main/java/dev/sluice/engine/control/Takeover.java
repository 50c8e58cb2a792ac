package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Graphs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.plan.GraphChange;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Lets a changed app take over. It is one decision, an entry of the control lane that names the new
 * graph; from then on every coordinator of that graph carries it out: puts an entry of the new
 * epoch into each shard lane, behind which no older code can put records, and then settles where
 * what is new begins.
 */
final class Takeover {
  private final Plan plan;
  private final EngineSettings settings;
  private final Graphs graphs;
  private final Clock clock;
  private final LayoutChange layouts;
  private final Spacing spacing;

  private Optional<String> made = Optional.empty();

  Takeover(
      Plan plan,
      EngineSettings settings,
      Graphs graphs,
      Clock clock,
      LayoutChange layouts,
      Spacing spacing) {
    this.plan = plan;
    this.settings = settings;
    this.graphs = graphs;
    this.clock = clock;
    this.layouts = layouts;
    this.spacing = spacing;
  }

  /** What this process has changed, if anything. */
  Optional<String> made() {
    return made;
  }

  /**
   * Whether another graph or layout is in force, which those of this process may replace.
   *
   * @throws ProtocolException if it cannot
   * @throws RefusedException if it must not, or not now
   */
  boolean isDue(ControlEntry head) {
    if (head.graph().equals(plan.digest()) || graphs.wasInForce(head, plan)) {
      graphs.requireInForce(head, plan, settings);
      return layouts.isDue(head);
    }
    if (head.phase() == ControlEntry.Phase.FINISHED) {
      throw new ProtocolException(
          "SLUICE-E11",
          "this state belongs to another graph, whose input has ended for good: no other one can go"
              + " on from it; run the app that wrote it, or begin with an empty state");
    }
    graphs.requireReadable(head, plan, settings);
    if (head.epoch().number() > 0 && spacing.isSoonBehind(head.epoch().sinceMillis())) {
      throw new RefusedException(
          "SLUICE-E29",
          "the app was changed less than "
              + Spacing.LEAST.toSeconds()
              + " s ago, or in the middle of this call, and is changed once in so long at most; the"
              + " call is repeated");
    }
    return true;
  }

  /** Whether new code is to take over, whose streams must be there: it may have others. */
  boolean bringsCode(ControlEntry head) {
    return !head.graph().equals(plan.digest()) && isDue(head);
  }

  /**
   * The entry that names this graph, and another number of buckets if that is to change, too.
   *
   * @param number that of the entry
   * @throws ProtocolException if the graph cannot go on from what the other one wrote
   */
  ControlEntry begin(ControlEntry head, long number) {
    List<String> changes = new ArrayList<>();
    Epoch epoch = head.epoch();
    if (!head.graph().equals(plan.digest())) {
      GraphChange change = graphs.change(head.graph(), plan);
      graphs.keep(plan);
      epoch = next(head, number, change);
      changes.add(change.text());
    }
    long now = clock.nowMillis();
    if (layouts.isDue(head)) {
      epoch = layouts.put(epoch, head, number);
      changes.add(layouts.buckets(head) + " buckets instead of " + head.buckets());
    }
    made = Optional.of(String.join("; ", changes));
    return head.next(head.lanes(), head.drained(), head.counters(), now).by(plan.digest(), epoch);
  }

  private Epoch next(ControlEntry head, long number, GraphChange change) {
    return head.epoch()
        .next(
            clock.nowMillis(),
            change.added(),
            new Epoch.Beginning(Epoch.UNSETTLED, number, head.lastBorder(), head.watermarks()),
            new TreeSet<>(plan.blueprint().parts().keySet()));
  }

  /**
   * Puts an entry of the newest epoch into each shard lane that has none.
   *
   * @return whether all had one before
   */
  boolean fence(ControlEntry at, Map<String, LaneView> views) {
    int epoch = at.epoch().number();
    boolean fenced = true;
    for (String lane : at.lanes().keySet()) {
      LaneView view = views.get(lane);
      ShardEntry head = view.head();
      if (head.epoch() < epoch && !head.sealed()) {
        view.append(head.fresh(clock.nowMillis()).in(epoch));
        fenced = false; // by whom, the next look says
      }
    }
    return fenced;
  }

  /**
   * What is new begins behind all intervals of which older code has committed a record: whoever
   * settles it comes to the same one. That is kept outside of the log, so that an app that loses
   * its table, and is changed once more, has the same results.
   *
   * @param requireInUse throws if the table was given up
   */
  ControlEntry settle(
      ControlEntry at, ControlEntry next, Map<String, LaneView> views, Runnable requireInUse) {
    int epoch = at.epoch().number();
    long newest =
        views.values().stream()
            .mapToLong(view -> view.newestBefore(epoch))
            .reduce(at.lastBorder(), Math::max);
    long begins = graphs.keepBeginning(at, newest, requireInUse);
    return next.by(at.graph(), at.epoch().settledAt(begins));
  }
}
