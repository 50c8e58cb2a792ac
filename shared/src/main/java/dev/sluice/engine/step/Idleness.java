package dev.sluice.engine.step;

import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.entry.Layout;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * Judges whether a bucket lane has nothing to do at a border, from its head and the border alone,
 * so that everybody who looks comes to the same answer without an entry that says so.
 */
final class Idleness {
  private final Plan plan;
  private final int stage;
  private final Layout layout;
  private final Groups groups;

  Idleness(Plan plan, Layout layout, int stage, int bucket) {
    this.plan = plan;
    this.stage = stage;
    this.layout = layout;
    this.groups = layout.groups(bucket);
  }

  /** The entry of the control lane by which the lane begins, 0 for the start of the app. */
  long begins(Epoch epoch) {
    return Births.of(plan, stage, layout, epoch).control();
  }

  /** Whether the lane begins with the states of others. */
  boolean inherits(Epoch epoch) {
    return Births.inherits(plan, stage, layout, epoch);
  }

  Groups groups() {
    return groups;
  }

  /**
   * Behind the first stage a lane's input cannot be seen from the border: there each border has an
   * entry, unless no operator has begun. One that has begun behind the lane's head is as it is at
   * the start of an app.
   *
   * @param head the lane's, if it has one
   */
  boolean isIdle(Border border, Step step, Optional<BucketEntry> head) {
    List<Operator> operators = plan.operators(stage);
    if (!step.epoch().addsNothing() && operators.stream().noneMatch(step::runs)) {
      return true;
    }
    if (stage > 1 || border.hasInput(groups.first(), groups.end())) {
      return false;
    }
    for (Operator operator : operators) {
      if (!step.runs(operator)) {
        continue;
      }
      boolean knows = head.isPresent() && head.get().k() > step.begins(operator);
      Long next = knows ? head.get().due().get(operator.id()) : atStart(operator);
      if (next != null && next <= step.watermarkAfter(operator)) {
        return false;
      }
    }
    return true;
  }

  /** Keys with an initial state are called in the first step, whatever it brings. */
  private static Long atStart(Operator operator) {
    boolean initial = operator instanceof Operator.Keyed keyed && !keyed.node().initial().isEmpty();
    return initial ? Long.MIN_VALUE : null;
  }
}
