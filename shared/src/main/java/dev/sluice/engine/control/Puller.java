package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.Transform;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Reads the lanes whose records nobody delivers. What it reads goes the way of all records, so any
 * number of coordinators may read the same: one entry wins.
 */
final class Puller {
  /** As many as a call of a mapping of Kinesis brings: one entry for them is cheap. */
  private static final int MAX_RECORDS = 10_000;

  private static final String FAILED = "coordinator.failed_pulls";
  private static final String PULL = "pull ";

  private final Ports ports;
  private final Obstacles obstacles;

  /** Wakes nobody: whoever pulls goes on with the steps itself. */
  private final Transform transform;

  Puller(Plan plan, EngineSettings settings, Ports ports, Logs logs, Obstacles obstacles) {
    this.ports = ports;
    this.obstacles = obstacles;
    this.transform = new Transform(plan, settings, ports.with(new Awake(ports)), logs);
  }

  /**
   * Reads each lane once. One that cannot be read holds up no other.
   *
   * @param mayGoOn nothing new is begun once it says no
   * @return whether there were records, so that there may be more
   */
  boolean pull(Collection<LaneView> views, BooleanSupplier mayGoOn) {
    boolean any = false;
    List<LaneView> open = views.stream().filter(each -> !each.head().sealed()).toList();
    obstacles.keep(PULL, open.stream().map(each -> PULL + each.lane()).collect(Collectors.toSet()));
    for (LaneView view : open) {
      if (mayGoOn.getAsBoolean()) {
        obstacles.pass(PULL + view.lane());
        try {
          any |= pull(view, mayGoOn);
        } catch (StoreUnavailableException | StoreRefusedException e) {
          ports.metrics().count(FAILED, 1);
          obstacles.meet(PULL + view.lane(), e);
        }
      }
    }
    return any;
  }

  private boolean pull(LaneView view, BooleanSupplier mayGoOn) {
    String lane = view.lane();
    String stream = Lanes.streamOf(lane);
    Position at = view.head().position();
    Optional<Pulled> found = ports.source().pull(stream, Lanes.shardOf(lane), at, MAX_RECORDS);
    if (found.isEmpty() || !(found.get() instanceof Pulled.Some some) || some.records().isEmpty()) {
      return false;
    }
    requireBehind(lane, at, some.records().get(0).position());
    List<InRecord> all = some.records().stream().map(InRecord::of).toList();
    List<InRecord> records = some.expired() ? InRecord.behindGap(all) : all;
    transform.know(lane, view.numbered());
    try {
      Transform.Outcome outcome = transform.apply(stream, Lanes.shardOf(lane), records, mayGoOn);
      if (outcome.firstOpen().isPresent() && mayGoOn.getAsBoolean()) {
        throw new StoreUnavailableException(outcome.why(), null);
      }
      return true;
    } catch (RefusedException e) {
      return false; // the input was ended meanwhile
    }
  }

  private static void requireBehind(String lane, Position at, Position first) {
    if (first.compareTo(at) <= 0) {
      throw new ProtocolException(
          "SLUICE-E19",
          "lane "
              + lane
              + " was read behind "
              + at
              + " and gave a record at "
              + first
              + ": positions must grow, and a read gives what is behind the one it is given");
    }
  }
}
