package dev.sluice.simulation.pipeline;

import dev.sluice.api.WatermarkPolicy;
import dev.sluice.simulation.Arrived;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** What reaches an operator: readings by batch, and the watermarks. */
final class Input {
  /**
   * A reading as it arrived.
   *
   * @param maxAheadMillis how far its event time may be ahead of its arrival
   */
  record Value(Reading reading, Arrived arrived, long maxAheadMillis) {
    boolean isFarAhead() {
      return timeMillis() > arrived.stampMillis() + maxAheadMillis;
    }

    /** The same arrival with another reading. */
    Value with(Reading other) {
      return new Value(other, arrived, maxAheadMillis);
    }

    /** At the time at which it counts by arrival, which is never ahead. */
    Value byArrival() {
      long now = arrived.clockMillis();
      return new Value(new Reading(key(), now, value()), arrived, now - arrived.stampMillis());
    }

    String key() {
      return reading.key();
    }

    long timeMillis() {
      return reading.timeMillis();
    }

    long value() {
      return reading.value();
    }
  }

  final Calendar calendar;
  final long outOfOrdernessMillis;
  private final TreeMap<Long, List<Value>> batches;
  private final TreeMap<Long, Long> watermarks;
  private final WatermarkPolicy policy;

  private Input(
      Calendar calendar,
      long outOfOrdernessMillis,
      TreeMap<Long, List<Value>> batches,
      TreeMap<Long, Long> watermarks,
      WatermarkPolicy policy) {
    this.policy = policy;
    this.calendar = calendar;
    this.outOfOrdernessMillis = outOfOrdernessMillis;
    this.batches = batches;
    this.watermarks = watermarks;
  }

  /**
   * Readings whose event time is declared.
   *
   * @param values in the order (batch, shard, position)
   * @param policy how watermarks of several streams make one
   */
  static Input of(
      List<Value> values, Calendar calendar, long outOfOrdernessMillis, WatermarkPolicy policy) {
    TreeMap<Long, List<Value>> batches = new TreeMap<>();
    values.forEach(v -> batches.computeIfAbsent(v.arrived().k(), k -> new ArrayList<>()).add(v));
    TreeMap<Long, Long> watermarks = new TreeMap<>();
    long watermark = Long.MIN_VALUE;
    for (long k : batches.keySet()) {
      for (Value each : batches.get(k)) {
        if (!each.isFarAhead()) {
          long newest = Math.min(each.timeMillis(), calendar.border(k));
          watermark = Math.max(watermark, newest - outOfOrdernessMillis);
        }
      }
      watermarks.put(k, watermark);
    }
    return new Input(calendar, outOfOrdernessMillis, batches, watermarks, policy);
  }

  /** What stateless operators leave of it: they move no watermark. */
  Input through(Function<Reading, List<Reading>> operators) {
    TreeMap<Long, List<Value>> left = new TreeMap<>();
    batches.forEach(
        (k, values) ->
            left.put(
                k,
                values.stream()
                    .flatMap(v -> operators.apply(v.reading()).stream().map(v::with))
                    .toList()));
    return new Input(calendar, outOfOrdernessMillis, left, watermarks, policy);
  }

  /** The same readings by arrival, where the end of a batch is its watermark. */
  Input byArrival() {
    TreeMap<Long, List<Value>> arrived = new TreeMap<>();
    batches.forEach((k, values) -> arrived.put(k, values.stream().map(Value::byArrival).toList()));
    TreeMap<Long, Long> borders = new TreeMap<>();
    calendar.all().forEach(k -> borders.put(k, border(k)));
    return new Input(calendar, 0, arrived, borders, policy);
  }

  /** The same readings, judged by the watermark of both streams, as the policy says. */
  Input with(Input other) {
    boolean min = policy == WatermarkPolicy.MIN;
    TreeMap<Long, Long> both = new TreeMap<>();
    for (long k : calendar.withRecords()) {
      long one = watermark(k);
      both.put(k, min ? Math.min(one, other.watermark(k)) : Math.max(one, other.watermark(k)));
    }
    return new Input(
        calendar,
        Math.max(outOfOrdernessMillis, other.outOfOrdernessMillis),
        batches,
        both,
        policy);
  }

  /** The readings of both. */
  Input union(Input other) {
    TreeMap<Long, List<Value>> both = new TreeMap<>();
    for (long k : calendar.withRecords()) {
      List<Value> values = new ArrayList<>(batch(k));
      values.addAll(other.batch(k));
      both.put(k, values);
    }
    Input judged = with(other);
    return new Input(calendar, judged.outOfOrdernessMillis, both, judged.watermarks, policy);
  }

  /** The readings of a batch, in the order of (shard, position). */
  List<Value> batch(long k) {
    return batches.getOrDefault(k, List.of());
  }

  /** The end of a batch. */
  long border(long k) {
    return calendar.border(k);
  }

  /** W(k): with batch k taken in; {@link Long#MIN_VALUE} before the first event time. */
  long watermark(long k) {
    var at = watermarks.floorEntry(k);
    return at == null ? Long.MIN_VALUE : at.getValue();
  }

  /** By which values of a batch are judged, W(k-1). */
  long watermarkBefore(long k) {
    return watermark(k - 1);
  }

  /** Up to where event time is over behind a batch: the end of the input is the end of all. */
  long over(long k) {
    return calendar.isLast(k) ? Long.MAX_VALUE : watermark(k);
  }
}
