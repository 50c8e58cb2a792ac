package dev.sluice.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A batch as oracles of operators by event time see it.
 *
 * @param before the watermark before it, W(k-1)
 * @param after the watermark with it taken in, W(k)
 * @param last whether no record comes behind it
 * @param readings those with an event time that can be, in order
 * @param far those too far ahead
 */
record EventStep(
    long k,
    long borderMillis,
    long before,
    long after,
    boolean last,
    List<Reading> readings,
    List<Reading> far) {
  private static final long T = 1000;
  private static final long MAX_AHEAD = 3600_000;

  /** All batches of a world's stream from the first record to the last, empty ones too. */
  static List<EventStep> of(World world, Duration outOfOrderness) {
    return of(world, outOfOrderness, reading -> reading);
  }

  /**
   * @param made what the app makes of a reading before it declares event time
   */
  static List<EventStep> of(World world, Duration outOfOrderness, UnaryOperator<Reading> made) {
    List<ShardRecords.InBatch> records = ShardRecords.of(world.stream, T);
    long first = records.get(0).k();
    long last = records.get(records.size() - 1).k();
    List<EventStep> steps = new ArrayList<>();
    long watermark = Long.MIN_VALUE;
    for (long k = first; k <= last; k++) {
      long border = (k + 1) * T;
      long newest = Long.MIN_VALUE;
      List<Reading> readings = new ArrayList<>();
      List<Reading> far = new ArrayList<>();
      for (ShardRecords.InBatch each : records) {
        if (each.k() != k) {
          continue;
        }
        try {
          Reading reading = made.apply(Reading.parse(each.line()));
          if (reading.timeMillis() > each.stampMillis() + MAX_AHEAD) {
            far.add(reading);
          } else {
            readings.add(reading);
            newest = Math.max(newest, Math.min(reading.timeMillis(), border));
          }
        } catch (NumberFormatException e) {
          // a dead letter
        }
      }
      long before = watermark;
      if (newest != Long.MIN_VALUE) {
        watermark = Math.max(watermark, newest - outOfOrderness.toMillis());
      }
      steps.add(new EventStep(k, border, before, watermark, k == last, readings, far));
    }
    return steps;
  }

  /** Whether a point in time is late in this batch. */
  boolean isLate(Reading reading) {
    return reading.timeMillis() < before;
  }
}
