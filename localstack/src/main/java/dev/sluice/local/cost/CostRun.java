package dev.sluice.local.cost;

import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Caller;
import dev.sluice.ports.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs an app on stores in memory that count as they are billed, with records that come evenly on a
 * clock of their own: so that an hour of traffic takes seconds.
 */
public final class CostRun {
  private final Traffic traffic;
  private final String stream;
  private final long startMillis;
  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryClock clock;
  private final MemoryStream source;
  private final Engine transforming;
  private final Engine coordinating;
  private final Map<String, List<InRecord>> gathered = new TreeMap<>();
  private boolean woken;
  private long invocations;
  private long records;
  private long nextScheduled;

  /**
   * @param plan of an app that reads one stream of Kinesis
   * @param start when the first record comes
   */
  public CostRun(Plan plan, EngineSettings settings, Traffic traffic, Instant start) {
    this.traffic = traffic;
    this.stream = plan.streams().get(0);
    this.startMillis = start.toEpochMilli();
    this.clock = new MemoryClock(start);
    this.source = new MemoryStream(stream, traffic.shards());
    Ports ports =
        new Ports(
            new MemoryLog(clock, metrics),
            new MemoryObjects(metrics),
            new MemoryObjects(metrics),
            source,
            clock,
            new MemoryIds(),
            new Calls(),
            metrics,
            text -> {});
    this.transforming = new Engine(plan, settings, ports);
    this.coordinating = new Engine(plan, settings, ports);
    this.nextScheduled = startMillis;
  }

  private final class Calls implements Caller {
    @Override
    public void wakeCoordinator() {
      woken = true;
    }

    @Override
    public void advance(int stage, List<Integer> buckets) {
      invocations += (buckets.size() + BUCKETS_PER_CALL - 1) / BUCKETS_PER_CALL;
      coordinating.advance(stage, buckets);
    }
  }

  /** Sends all records, ends the input, and gives what that has used. */
  public Bill run(Iterator<byte[]> lines) {
    while (lines.hasNext()) {
      long stamp = startMillis + traffic.afterMillis(records);
      waitUntil(stamp);
      String shard = put(lines.next(), stamp);
      records++;
      if (gathered.get(shard).size() >= traffic.recordsPerCall()) {
        deliver(shard);
      }
    }
    List.copyOf(gathered.keySet()).forEach(this::deliver);
    finish();
    return new Bill(metrics.snapshot(), invocations, records, rows(), Bill.DEPLOYED_MB);
  }

  /** How many of the records became dead letters. */
  public long deadLetters() {
    return coordinating.status().counters().getOrDefault(Counters.DEAD_LETTERS, 0L);
  }

  /** How long the records took to come, in milliseconds. */
  public long durationMillis() {
    return traffic.afterMillis(records);
  }

  /** The stream has the record too, as the coordinator looks there. */
  private String put(byte[] data, long stamp) {
    MemoryStream.Placed placed = source.put(String.valueOf(records), data, stamp);
    MemoryRecord put = placed.record();
    InRecord record =
        new InRecord(
            Position.of(put.sequence()), put.stampMillis(), put.partitionKey(), put.data());
    gathered.computeIfAbsent(placed.shardId(), shard -> new ArrayList<>()).add(record);
    return placed.shardId();
  }

  private void waitUntil(long stamp) {
    while (nextScheduled <= stamp) {
      clock.set(Instant.ofEpochMilli(Math.max(nextScheduled, clock.nowMillis())));
      coordinate();
      coordinating.status(); // what it tells CloudWatch
      nextScheduled += traffic.schedule().toMillis();
    }
    clock.set(Instant.ofEpochMilli(stamp));
  }

  private void deliver(String shard) {
    List<InRecord> call = gathered.remove(shard);
    if (call == null || call.isEmpty()) {
      return;
    }
    transforming.transform().apply(stream, shard, call);
    invocations++;
    if (woken) {
      woken = false;
      coordinate();
    }
  }

  private void coordinate() {
    coordinating.coordinator().run();
    invocations++;
  }

  private void finish() {
    clock.advance(traffic.schedule());
    while (!coordinating.coordinator().finish()) {
      clock.advance(traffic.schedule());
      invocations++;
    }
  }

  private long rows() {
    return coordinating.status().counters().entrySet().stream()
        .filter(each -> each.getKey().startsWith(Counters.ROWS))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
