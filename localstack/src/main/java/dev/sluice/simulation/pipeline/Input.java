package dev.sluice.simulation.pipeline;

import dev.sluice.simulation.Arrived;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What reaches the operators: what could be read, by interval, and the watermarks. */
final class Input {
  /** How far an event time may be ahead of its arrival, unless an app says otherwise. */
  private static final long MAX_AHEAD_MILLIS = 3600_000;

  /** A reading as it arrived. */
  record Value(Reading reading, Arrived arrived) {
    boolean isFarAhead() {
      return reading.timeMillis() > arrived.stampMillis() + MAX_AHEAD_MILLIS;
    }
  }

  final long intervalMillis;
  final long outOfOrdernessMillis;
  private final TreeMap<Long, List<Value>> batches = new TreeMap<>();
  private final TreeMap<Long, Long> watermarks = new TreeMap<>();
  private long unreadable;

  Input(List<Arrived> records, long intervalMillis, Duration outOfOrderness) {
    this.intervalMillis = intervalMillis;
    this.outOfOrdernessMillis = outOfOrderness.toMillis();
    for (Arrived each : records) {
      List<Value> batch = batches.computeIfAbsent(each.k(), k -> new ArrayList<>());
      try {
        batch.add(new Value(Reading.parse(each.line()), each));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        unreadable++;
      }
    }
    long watermark = Long.MIN_VALUE;
    for (long k : batches.keySet()) {
      for (Value each : batches.get(k)) {
        if (!each.isFarAhead()) {
          long newest = Math.min(each.reading().timeMillis(), border(k));
          watermark = Math.max(watermark, newest - outOfOrdernessMillis);
        }
      }
      watermarks.put(k, watermark);
    }
  }

  /** The intervals that have records, ascending. */
  TreeSet<Long> intervals() {
    return new TreeSet<>(batches.keySet());
  }

  /** The readings of an interval, in the order of (shard, position). */
  List<Value> batch(long k) {
    return batches.getOrDefault(k, List.of());
  }

  /** The end of an interval. */
  long border(long k) {
    return (k + 1) * intervalMillis;
  }

  /** W(k): with interval k taken in; {@link Long#MIN_VALUE} before the first event time. */
  long watermark(long k) {
    var at = watermarks.floorEntry(k);
    return at == null ? Long.MIN_VALUE : at.getValue();
  }

  /** How many records could not be read. */
  long unreadable() {
    return unreadable;
  }
}
