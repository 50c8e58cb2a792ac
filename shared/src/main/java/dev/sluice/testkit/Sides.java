package dev.sluice.testkit;

import dev.sluice.engine.Engine;
import dev.sluice.engine.control.Status;
import dev.sluice.memory.MemoryTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has besides streams and files: accumulators, and tables that change.
 *
 * @param tables those of broadcasts
 */
record Sides(MemoryTables tables) {

  long accumulator(Engine engine, String name) {
    Map<String, Long> all = engine.status().accumulators();
    if (!all.containsKey(name)) {
      throw new IllegalArgumentException(
          "the app has no accumulator '" + name + "'; it has " + all.keySet());
    }
    return all.get(name);
  }

  /** Changes a table; from which stamps on that holds, if it does. */
  Optional<Instant> broadcast(Engine engine, String name, List<String> lines) {
    Map<String, Status.Table> before = engine.status().broadcasts();
    if (!before.containsKey(name)) {
      throw new IllegalArgumentException(
          "the app has no broadcast '" + name + "'; it has " + before.keySet());
    }
    tables.put(name, lines);
    engine.coordinator().run();
    Status.Table newest = engine.status().broadcasts().get(name);
    return newest.equals(before.get(name))
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(newest.fromMillis()));
  }
}
