package dev.sluice.memory;

import dev.sluice.ports.Append;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Names;
import dev.sluice.ports.StoreMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiPredicate;

/**
 * Lanes in memory. Thread-safe. Counts the units that DynamoDB would charge for the same calls.
 *
 * <p>An entry that has expired stays until {@link #vacuum()} is called: a broom sweeps late, and
 * nothing may depend on when.
 */
public final class MemoryLog implements LogStore {

  private record Stored(byte[] bytes, Instant expiry) {}

  private final Map<String, ConcurrentNavigableMap<Long, Stored>> lanes = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Metrics metrics;

  /**
   * An empty log.
   *
   * @param clock tells {@link #vacuum()} what has expired
   * @param metrics takes the counters of {@link StoreMetrics}
   */
  public MemoryLog(Clock clock, Metrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    lane(lane);
    LogStore.checkNumber(number);
    if (entry.length > MAX_ENTRY_BYTES) {
      return new Append.TooLarge(entry.length, MAX_ENTRY_BYTES);
    }
    Stored there =
        lanes
            .computeIfAbsent(lane, name -> new ConcurrentSkipListMap<>())
            .putIfAbsent(number, new Stored(entry.clone(), expiry));
    // A failed condition is charged by the larger of the two items.
    byte[] charged = there != null && there.bytes.length > entry.length ? there.bytes : entry;
    metrics.count(StoreMetrics.LOG_PUTS, 1);
    metrics.count(
        StoreMetrics.LOG_WRITE_UNITS, DynamoUnits.write(DynamoUnits.itemBytes(lane, charged)));
    return there == null || Arrays.equals(there.bytes, entry)
        ? new Append.Appended()
        : new Append.Lost();
  }

  @Override
  public Optional<LogEntry> head(String lane) {
    Map.Entry<Long, Stored> last = lane(lane).lastEntry();
    Optional<LogEntry> head = Optional.ofNullable(last).map(MemoryLog::entry);
    countReads(lane, head.stream().toList());
    return head;
  }

  @Override
  public List<LogEntry> read(String lane, long fromNumber, int limit) {
    LogStore.checkNumber(fromNumber);
    LogStore.checkLimit(limit);
    List<LogEntry> entries = new ArrayList<>();
    NavigableMap<Long, Stored> there = lane(lane);
    if (there.ceilingKey(fromNumber) != null) {
      for (Map.Entry<Long, Stored> e : there.tailMap(fromNumber, true).entrySet()) {
        if (entries.size() == limit) {
          break;
        }
        entries.add(entry(e));
      }
    }
    countReads(lane, entries);
    return entries;
  }

  private static LogEntry entry(Map.Entry<Long, Stored> stored) {
    return new LogEntry(stored.getKey(), stored.getValue().bytes, stored.getValue().expiry);
  }

  /**
   * Removes what has expired by the clock, as DynamoDB's TTL does at some later time.
   *
   * @return how many entries were removed
   */
  public int vacuum() {
    return vacuum((lane, entry) -> true);
  }

  /**
   * Removes some of what has expired, as DynamoDB's TTL follows no order.
   *
   * @param some says of an entry that has expired, and its lane, whether it goes now
   * @return how many entries were removed
   */
  public int vacuum(BiPredicate<String, LogEntry> some) {
    Instant now = Instant.ofEpochMilli(clock.nowMillis());
    int removed = 0;
    for (Map.Entry<String, ConcurrentNavigableMap<Long, Stored>> lane : lanes.entrySet()) {
      for (Map.Entry<Long, Stored> stored : lane.getValue().entrySet()) {
        boolean expired = !stored.getValue().expiry.isAfter(now);
        if (expired && some.test(lane.getKey(), entry(stored))) {
          removed += lane.getValue().remove(stored.getKey(), stored.getValue()) ? 1 : 0;
        }
      }
    }
    return removed;
  }

  private NavigableMap<Long, Stored> lane(String lane) {
    NavigableMap<Long, Stored> there = lanes.get(lane);
    if (there == null) {
      Names.checkLane(lane);
      return Collections.emptyNavigableMap();
    }
    return there;
  }

  private void countReads(String lane, Collection<LogEntry> entries) {
    DynamoUnits.Reads reads = DynamoUnits.reads(lane, entries);
    metrics.count(StoreMetrics.LOG_QUERIES, reads.queries());
    metrics.count(StoreMetrics.LOG_READ_UNITS, reads.units());
  }
}
