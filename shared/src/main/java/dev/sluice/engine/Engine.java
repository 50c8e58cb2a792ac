package dev.sluice.engine;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.Checkpoints;
import dev.sluice.engine.control.Coordinator;
import dev.sluice.engine.control.Status;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.step.StateReader;
import dev.sluice.engine.step.Steps;
import dev.sluice.engine.transform.Transform;
import dev.sluice.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One process's part in running an app: the same code in functions, in the local run and in tests.
 * Whatever processes do at the same time, and wherever they die, the results are those of one that
 * went through. One thread at a time for each instance.
 */
public final class Engine {
  private final Plan plan;
  private final EngineSettings settings;
  private final Logs logs;
  private final ControlLane control;
  private final Steps steps;
  private final Transform transform;
  private final Checkpoints checkpoints;
  private final Coordinator coordinator;

  /**
   * A process of an app that neither takes checkpoints nor begins from one.
   *
   * @param given all that it uses; the sources that the app brings with it come on top
   */
  public Engine(Plan plan, EngineSettings settings, Ports given) {
    this(plan, settings, given, Optional.empty());
  }

  /**
   * A process of an app.
   *
   * @param checkpoints when it takes checkpoints, and what it begins from
   */
  public Engine(Plan plan, EngineSettings settings, Ports given, CheckpointSettings checkpoints) {
    this(plan, settings, given, Optional.of(checkpoints));
  }

  private Engine(
      Plan plan, EngineSettings settings, Ports given, Optional<CheckpointSettings> some) {
    this.plan = plan;
    this.settings = settings;
    Ports ports = given.with(new CustomSources(plan.pulled(), given.source()));
    this.logs = new Logs(ports, settings);
    this.control = new ControlLane(logs, plan.digest());
    this.steps = new Steps(plan, settings, ports, logs, control);
    this.transform = new Transform(plan, settings, ports, logs);
    this.checkpoints = new Checkpoints(plan, settings, ports, logs, some);
    this.coordinator = new Coordinator(plan, settings, ports, logs, control, steps, checkpoints);
  }

  /** What reads the states of keys. */
  public StateReader state() {
    return new StateReader(plan, settings, logs);
  }

  /** What takes the records of shards. */
  public Transform transform() {
    return transform;
  }

  /** What closes intervals and has results published. */
  public Coordinator coordinator() {
    return coordinator;
  }

  /** As {@link #advance(int, List, BooleanSupplier)}, for as long as there is something to do. */
  public void advance(int stage, List<Integer> buckets) {
    advance(stage, buckets, () -> true);
  }

  /**
   * Advances buckets of a stage as far as they can go now, in each layout that has them.
   *
   * @param mayGoOn asked between steps; nothing new is begun once it says no
   * @throws IllegalArgumentException if the app has no such stage or bucket
   */
  public void advance(int stage, List<Integer> buckets, BooleanSupplier mayGoOn) {
    control.refresh();
    control.head().ifPresent(head -> logs.graphs().requireInForce(head.entry(), plan, settings));
    requireLanes(stage, buckets);
    if (control.head().isEmpty() || !checkpoints.isBegun()) {
      return; // lanes may be there in part only
    }
    steps.advance(stage, buckets, mayGoOn);
  }

  /** A caller that knows less of the layouts than this process may name buckets that are gone. */
  private void requireLanes(int stage, List<Integer> buckets) {
    boolean there = stage >= 1 && stage <= plan.stages();
    for (int bucket : buckets) {
      there &= bucket >= 0 && bucket < EngineSettings.KEY_GROUPS;
    }
    if (!there) {
      throw new IllegalArgumentException(
          "SLUICE-E15 stage "
              + stage
              + " with buckets "
              + buckets
              + " is not of this app: it has stages 1 to "
              + plan.stages()
              + " and buckets from 0 on; all functions must have the same app");
    }
  }

  /** How far the app is, read from its lanes. */
  public Status status() {
    return Status.read(plan, settings, logs);
  }
}
