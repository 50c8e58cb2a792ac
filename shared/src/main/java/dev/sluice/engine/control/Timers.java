package dev.sluice.engine.control;

import dev.sluice.api.EarlyResults;
import dev.sluice.api.graph.Node;
import dev.sluice.engine.EngineSettings;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Says at which borders windows in arrival time can close though no record arrives. That follows
 * from the newest interval with records and the graph alone, so that the borders of an app do not
 * depend on who asks when.
 */
final class Timers {
  /** No such border. */
  static final long NONE = Long.MAX_VALUE;

  /**
   * @param spanMillis how far behind the end of an interval a window can end that has something of
   *     it
   */
  private record Grid(long slideMillis, long phaseMillis, long spanMillis) {}

  private final EngineSettings settings;
  private final boolean everyInterval;
  private final List<Grid> grids = new ArrayList<>();

  Timers(Plan plan, EngineSettings settings) {
    this.settings = settings;
    this.everyInterval = plan.needsEveryInterval();
    for (Operator operator : plan.operators()) {
      if (operator instanceof Operator.Aggregation aggregation) {
        aggregation.node().early().ifPresent(early -> addEarly(aggregation.node(), early));
      } else if (operator instanceof Operator.Keyed keyed) {
        keyed.node().traits().ticks().ifPresent(every -> addTicks(keyed.node(), every));
      }
      if (operator instanceof Operator.Aggregation aggregation
          && aggregation.eventTimes().isEmpty()
          && aggregation.node().windows().isPresent()
          && !aggregation.node().updates()
          && !aggregation.node().isComplete()) {
        var windows = aggregation.node().windows().get();
        long slide = windows.slide().toMillis();
        long phase = Math.floorMod(windows.offset().toMillis() + windows.size().toMillis(), slide);
        grids.add(new Grid(slide, phase, span(aggregation.node())));
      }
    }
  }

  /** What changed with the last input is given early at the next multiple. */
  private void addEarly(Node.Aggregate node, EarlyResults early) {
    if (early instanceof EarlyResults.EveryTime time) {
      addTicks(node, time.arrivalTime());
    }
  }

  private void addTicks(Node.Shuffled node, Duration every) {
    long inputs = node.inputs().stream().mapToLong(this::span).max().orElse(0);
    grids.add(new Grid(every.toMillis(), 0, inputs + every.toMillis()));
  }

  /** Results carry the end of their window, or of their interval: spans add up along a chain. */
  private long span(Node node) {
    long inputs = node.inputs().stream().mapToLong(this::span).max().orElse(0);
    if (node instanceof Node.Aggregate aggregate) {
      return inputs
          + aggregate
              .windows()
              .map(windows -> windows.size().toMillis())
              .orElse(settings.intervalMillis());
    } else if (node instanceof Node.Keyed keyed && keyed.traits().ticks().isPresent()) {
      return inputs + keyed.traits().ticks().get().toMillis() + settings.intervalMillis();
    }
    return inputs;
  }

  /**
   * The first interval behind another at whose border a window can close, or {@link #NONE}.
   *
   * @param behind an interval, the newest with a border
   * @param lastInput the newest interval with records that has a border
   */
  long next(long behind, long lastInput) {
    long next = NONE;
    if (lastInput == Long.MIN_VALUE) {
      return next;
    }
    if (everyInterval) {
      return behind + 1;
    }
    long after = settings.borderMillis(behind);
    for (Grid grid : grids) {
      long end =
          Math.floorDiv(after - grid.phaseMillis, grid.slideMillis) * grid.slideMillis
              + grid.phaseMillis
              + grid.slideMillis;
      if (end < settings.borderMillis(lastInput) + grid.spanMillis) {
        next = Math.min(next, settings.intervalOf(end - 1));
      }
    }
    return next;
  }
}
