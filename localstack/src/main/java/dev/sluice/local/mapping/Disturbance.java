package dev.sluice.local.mapping;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes deliveries within what Lambda allows itself, to prove that a function gives the same
 * results whatever the mapping does. Called from several threads, one at a time per shard.
 */
@FunctionalInterface
public interface Disturbance {

  /** Delivers everything once, as it is cut. */
  Disturbance NONE = (shardId, batch) -> Delivery.plain(batch);

  /**
   * How to deliver a batch.
   *
   * @param records how many from the front go into this call, 1 to all; the others follow in order
   * @param copies how many calls are made at the same time, from 1; only one of them gets all of
   *     the records, the others get some from the front
   * @param delayMillis how long the shard waits before
   * @param answerLost whether the function's answer is lost: the batch failed
   * @param again whether the mapping forgets that the batch succeeded, and delivers its records
   *     again, cut with what follows
   */
  record Delivery(int records, int copies, long delayMillis, boolean answerLost, boolean again) {

    /** All records, once, now. */
    public static Delivery plain(Batch batch) {
      return new Delivery(batch.records().size(), 1, 0, false, false);
    }
  }

  /** Decides how to deliver a batch; asked anew for each delivery, also of the same records. */
  Delivery next(String shardId, Batch batch);

  /**
   * Disturbs a share of the deliveries in each way at random. A shard's n-th delivery gets the same
   * disturbance for the same seed.
   *
   * @param seed of the choices
   * @param rate from 0 (nothing is disturbed) to below 1
   * @param maxDelayMillis the longest delay, from 0
   */
  static Disturbance seeded(long seed, double rate, int maxDelayMillis) {
    if (!(rate >= 0 && rate < 1) || maxDelayMillis < 0) {
      throw new IllegalArgumentException(
          "A disturbance rate of "
              + rate
              + " with delays of up to "
              + maxDelayMillis
              + " ms is refused: the rate must be from 0 to below 1, or nothing would ever"
              + " succeed, and the delay from 0.");
    }
    Map<String, Random> randoms = new ConcurrentHashMap<>();
    return (shardId, batch) -> {
      Random random = randoms.computeIfAbsent(shardId, id -> new Random(seed * 31 + id.hashCode()));
      int size = batch.records().size();
      // Every choice draws, used or not, so that one choice does not move the others.
      boolean cut = random.nextDouble() < rate;
      int front = 1 + random.nextInt(size);
      boolean twice = random.nextDouble() < rate;
      boolean delayed = random.nextDouble() < rate;
      int delay = random.nextInt(maxDelayMillis + 1);
      boolean lost = random.nextDouble() < rate;
      boolean again = random.nextDouble() < rate;
      return new Delivery(cut ? front : size, twice ? 2 : 1, delayed ? delay : 0, lost, again);
    };
  }
}
