package dev.sluice.cli;

import dev.sluice.local.mapping.Batch;
import dev.sluice.local.mapping.Disturbance;
import java.util.Map;
import java.util.TreeMap;

/** Counts what another disturbance does: a proof in which nothing happened proves nothing. */
final class CountedDisturbance implements Disturbance {
  static final String CUT = "batches cut";
  static final String TWICE = "batches for two callers";
  static final String DELAYED = "batches held up";
  static final String LOST = "answers lost";
  static final String AGAIN = "batches delivered again";

  private final Disturbance disturbance;
  private final Map<String, Long> counts = new TreeMap<>();

  CountedDisturbance(Disturbance disturbance) {
    this.disturbance = disturbance;
    for (String each : new String[] {CUT, TWICE, DELAYED, LOST, AGAIN}) {
      counts.put(each, 0L);
    }
  }

  @Override
  public synchronized Delivery next(String shardId, Batch batch) {
    Delivery delivery = disturbance.next(shardId, batch);
    count(CUT, delivery.records() < batch.records().size());
    count(TWICE, delivery.copies() > 1);
    count(DELAYED, delivery.delayMillis() > 0);
    count(LOST, delivery.answerLost());
    count(AGAIN, delivery.again() && !delivery.answerLost());
    return delivery;
  }

  private void count(String what, boolean happened) {
    counts.merge(what, happened ? 1L : 0L, Long::sum);
  }

  /** How often each thing was done. */
  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
