package dev.sluice.engine.step;

import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Layout;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says where lanes stand that have no entry yet. */
public final class Births {
  private Births() {}

  /**
   * A lane begins with the app, or with the change that has brought its whole stage: what came
   * before that is none of its business, and may be gone.
   */
  public static BucketEntry of(Plan plan, int stage, Epoch epoch) {
    BucketEntry none = BucketEntry.none(plan.eventTimes().size());
    return change(plan.operators(stage), epoch)
        .map(change -> none.at(change.border(), change.control(), change.watermarks()))
        .orElse(none);
  }

  /** The same for a lane of a layout, which may have come behind its stage. */
  public static BucketEntry of(Plan plan, int stage, Layout layout, Epoch epoch) {
    BucketEntry birth = of(plan, stage, epoch);
    return birth.control() >= layout.control()
        ? birth
        : birth.at(layout.behind(), layout.control(), birth.watermarks());
  }

  /**
   * Whether the lanes of a stage begin with the states of those of the layout before, which had the
   * stage, too.
   */
  public static boolean inherits(Plan plan, int stage, Layout layout, Epoch epoch) {
    return layout.inherits() && of(plan, stage, epoch).control() < layout.control();
  }

  /** The change that has brought a stage, if not the start of the app has. */
  private static Optional<Epoch.Beginning> change(List<Operator> operators, Epoch epoch) {
    List<Epoch.Beginning> all =
        operators.stream()
            .map(operator -> epoch.beginnings().get(Plan.partOf(operator)))
            .filter(each -> each != null)
            .toList();
    return all.size() < operators.size()
        ? Optional.empty()
        : all.stream().min(Comparator.comparingLong(Epoch.Beginning::control));
  }
}
