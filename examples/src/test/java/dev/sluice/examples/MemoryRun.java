package dev.sluice.examples;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Caller;
import dev.sluice.ports.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Runs an app over records to their end, all in memory. */
public final class MemoryRun {
  private static final int RECORDS_PER_CALL = 500;

  /** A record with its arrival stamp. */
  public record Record(long stampMillis, String partitionKey, String line) {}

  private final String stream;
  private final int shards;
  private final EngineSettings settings;

  /**
   * @param stream the stream that the app reads
   */
  public MemoryRun(String stream, int shards, int buckets, Duration interval) {
    this.stream = stream;
    this.shards = shards;
    this.settings =
        new EngineSettings(
            interval, buckets, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, buckets);
  }

  /** The lines of each part, by directory and without {@code _SUCCESS}. */
  public NavigableMap<String, List<List<String>>> run(
      StreamApp app, Map<String, List<String>> tables, List<Record> records) {
    MemoryStream source = new MemoryStream(stream, shards);
    MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(records.get(0).stampMillis));
    CountingMetrics metrics = new CountingMetrics();
    MemoryObjects outputs = new MemoryObjects(metrics);
    Ports ports =
        new Ports(
            new MemoryLog(clock, metrics),
            outputs,
            new MemoryObjects(metrics),
            source,
            clock,
            new MemoryIds(),
            new Nobody(),
            metrics,
            text -> {});
    Engine engine = new Engine(Plan.of(app, tables), settings, ports);
    engine.coordinator().run();
    for (Record each : records) {
      source.put(each.partitionKey, each.line.getBytes(StandardCharsets.UTF_8), each.stampMillis);
    }
    clock.set(Instant.ofEpochMilli(records.get(records.size() - 1).stampMillis));
    source.shards(stream).forEach(shard -> deliver(source, shard.id(), engine));
    while (!engine.coordinator().finish()) {
      clock.advance(settings.interval());
    }
    return parts(outputs);
  }

  private void deliver(MemoryStream source, String shard, Engine engine) {
    Position at = Position.START;
    while (true) {
      List<InRecord> call =
          source.read(shard, at, RECORDS_PER_CALL).stream()
              .map(
                  each ->
                      new InRecord(
                          Position.of(each.sequence()),
                          each.stampMillis(),
                          each.partitionKey(),
                          each.data()))
              .toList();
      if (call.isEmpty()) {
        return;
      }
      engine.transform().apply(stream, shard, call);
      at = call.get(call.size() - 1).position();
    }
  }

  private static NavigableMap<String, List<List<String>>> parts(MemoryObjects outputs) {
    NavigableMap<String, List<List<String>>> parts = new TreeMap<>();
    for (String name : outputs.list("")) {
      int slash = name.lastIndexOf('/');
      if (name.startsWith("part-", slash + 1)) {
        String text = new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8);
        parts
            .computeIfAbsent(name.substring(0, slash), directory -> new ArrayList<>())
            .add(text.lines().toList());
      }
    }
    return parts;
  }

  /** All work is done by the one engine there is. */
  private static final class Nobody implements Caller {
    @Override
    public void wakeCoordinator() {}

    @Override
    public void advance(int stage, List<Integer> buckets) {
      throw new AssertionError("no other function to call");
    }
  }
}
