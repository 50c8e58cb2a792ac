package dev.sluice.engine.control;

import dev.sluice.engine.Ports;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shards that the streams list. One that does not answer may do so the next time. */
final class Listing {
  private static final String FAILED = "coordinator.failed_listings";

  private final Plan plan;
  private final Ports ports;
  private final Obstacles obstacles;
  private final Map<String, Listed> shards = new HashMap<>();
  private final Set<String> answered = new HashSet<>();

  /**
   * What a stream has listed.
   *
   * @param askedMillis when it was asked
   */
  record Listed(List<Source.Shard> shards, long askedMillis) {}

  Listing(Plan plan, Ports ports, Obstacles obstacles) {
    this.plan = plan;
    this.ports = ports;
    this.obstacles = obstacles;
  }

  /**
   * Asks all streams, as a run begins: what kept the run before from something is forgotten.
   *
   * @param must whether one that does not answer is an error
   */
  void ask(boolean must) {
    obstacles.forgetAllBut(Prober.PROBE);
    answered.clear();
    for (String stream : plan.streams()) {
      try {
        long asked = ports.clock().nowMillis();
        shards.put(stream, new Listed(ports.source().shards(stream), asked));
        answered.add(stream);
      } catch (StoreUnavailableException | StoreRefusedException e) {
        if (must) {
          throw e;
        }
        ports.metrics().count(FAILED, 1);
        if (e instanceof StoreRefusedException) {
          obstacles.meet("list " + stream, e);
        }
      }
    }
  }

  /** What each stream has listed last. */
  Map<String, Listed> shards() {
    return shards;
  }

  /** The streams that have answered this time. */
  Set<String> answered() {
    return answered;
  }
}
