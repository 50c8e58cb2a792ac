package dev.sluice.testkit;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.EngineSettings;
import dev.sluice.memory.MemoryTables;
import dev.sluice.plan.Plan;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a {@link StreamHarness} runs and on what. Unless it is said otherwise: two shards a stream,
 * one bucket, an interval of one second, no tables, and a clock that starts at 1970-01-01T00:00Z.
 */
public final class HarnessBuilder {
  /** What is read rather than delivered. */
  private static final Set<SourceKind> READ = EnumSet.of(SourceKind.CUSTOM, SourceKind.FILES);

  private final StreamApp app;
  private final Map<String, List<String>> tables = new HashMap<>();
  private final MemoryTables broadcasts = new MemoryTables();
  private Duration interval = Duration.ofSeconds(1);
  private Instant start = Instant.EPOCH;
  private final Map<String, Integer> shardsOf = new TreeMap<>();
  private int shards = 2;
  private int buckets = 1;

  HarnessBuilder(StreamApp app) {
    this.app = app;
  }

  /** The batch interval: 100 ms to 1 h. */
  public HarnessBuilder interval(Duration batchInterval) {
    interval = batchInterval;
    return this;
  }

  /**
   * What the clock shows in the beginning: when the app is started. Later than all event times that
   * a test makes up; see {@link StreamHarness}.
   */
  public HarnessBuilder startAt(Instant time) {
    start = time;
    return this;
  }

  /** How many shards each stream has in the beginning, at least 1. */
  public HarnessBuilder shards(int count) {
    shards = count;
    return this;
  }

  /** How many shards a stream has in the beginning, at least 1, whatever the others have. */
  public HarnessBuilder shards(String stream, int count) {
    shardsOf.put(stream, count);
    return this;
  }

  /** How many buckets each stage has: the parts of an output. 1 to 1,024. */
  public HarnessBuilder buckets(int count) {
    buckets = count;
    return this;
  }

  /** The lines of a static table that the app asks for by name. */
  public HarnessBuilder table(String name, List<String> lines) {
    tables.put(name, List.copyOf(lines));
    return this;
  }

  /** The lines of a broadcast in the beginning; {@link StreamHarness#broadcast} changes them. */
  public HarnessBuilder broadcast(String name, List<String> lines) {
    broadcasts.put(name, lines);
    return this;
  }

  /** Several tables, by name. */
  public HarnessBuilder tables(Map<String, List<String>> linesByName) {
    linesByName.forEach(this::table);
    return this;
  }

  /**
   * Plans the app and starts it.
   *
   * @throws dev.sluice.plan.PlanException with all faults, if the app's graph cannot run
   * @throws IllegalArgumentException if a figure is out of range
   */
  public StreamHarness start() {
    EngineSettings settings =
        new EngineSettings(
            interval,
            buckets,
            Duration.ZERO,
            EngineSettings.DEFAULT_ENTRY_LIFETIME,
            EngineSettings.KEY_GROUPS);
    Plan plan = plan(app);
    Map<String, Integer> counts = shards(plan);
    if (!counts.keySet().containsAll(shardsOf.keySet())) {
      throw new IllegalArgumentException(
          "shards are given for " + shardsOf.keySet() + "; the app reads " + counts.keySet());
    }
    return new StreamHarness(this, plan, settings, counts, broadcasts, start);
  }

  Plan plan(StreamApp some) {
    return Plan.of(some, tables);
  }

  /** How many shards each stream that a plan reads has in the beginning. */
  Map<String, Integer> shards(Plan plan) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    plan.streams().stream()
        .filter(stream -> !READ.contains(SourceId.parse(stream).kind()))
        .forEach(stream -> counts.put(stream, shardsOf.getOrDefault(stream, shards)));
    return counts;
  }
}
