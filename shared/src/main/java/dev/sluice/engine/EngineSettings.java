package dev.sluice.engine;

import java.time.Duration;

/**
 * What is fixed when an app is started and the same for all of its functions.
 *
 * @param interval the batch interval T: 100 ms to 1 h
 * @param buckets how many buckets each stage is to have: 1 to the number of key groups. How many it
 *     has says the control lane; a coordinator that wants another number changes it
 * @param skewAllowance how far an idle lane's clock stays behind the time of day: more than the
 *     greatest backward step of arrival stamps (10 s on AWS, 0 on a local clock)
 * @param entryLifetime after which time entries of lanes may be removed; more than the longest time
 *     for which the app may stand still
 * @param bucketsInline up to how many buckets the coordinator advances itself
 * @param trust for how long a process takes it for granted that the calls of a shard follow one
 *     another, as long as all go well; after that it reads the stream once to see that none was
 *     left out. Zero for a read with each call
 */
public record EngineSettings(
    Duration interval,
    int buckets,
    Duration skewAllowance,
    Duration entryLifetime,
    int bucketsInline,
    Duration trust) {

  /** How many groups keys hash to; a bucket is a range of them. Fixed for good. */
  public static final int KEY_GROUPS = 1024;

  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
  private static final Duration MOST_INTERVAL = Duration.ofHours(1);

  /** On AWS: stamps of arrival step back, and clocks differ, by less. */
  public static final Duration DEFAULT_SKEW_ALLOWANCE = Duration.ofSeconds(10);

  /** Two stream retentions of a week: entries outlive what they could still be compared with. */
  public static final Duration DEFAULT_ENTRY_LIFETIME = Duration.ofDays(14);

  /** A step of one bucket takes a fraction of a second; this many fit into a coordinator's run. */
  public static final int DEFAULT_BUCKETS_INLINE = 8;

  /** A read a minute of each shard, of the five a second that it gives. */
  public static final Duration DEFAULT_TRUST = Duration.ofMinutes(1);

  /** With the trust that functions have by default. */
  public EngineSettings(
      Duration interval,
      int buckets,
      Duration skewAllowance,
      Duration entryLifetime,
      int bucketsInline) {
    this(interval, buckets, skewAllowance, entryLifetime, bucketsInline, DEFAULT_TRUST);
  }

  public EngineSettings {
    if (interval.compareTo(LEAST_INTERVAL) < 0 || interval.compareTo(MOST_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "SLUICE-C01 the batch interval is 100 ms to 1 h, not " + interval);
    }
    if (buckets < 1 || buckets > KEY_GROUPS) {
      throw new IllegalArgumentException(
          "SLUICE-C02 the number of buckets is 1 to " + KEY_GROUPS + ", not " + buckets);
    }
    if (trust.isNegative()) {
      throw new IllegalArgumentException(
          "SLUICE-C06 the trust in deliveries is not negative, not " + trust);
    }
    if (skewAllowance.isNegative() || entryLifetime.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "SLUICE-C03 the skew allowance is not negative and entries live at least 1 h, not "
              + skewAllowance
              + " and "
              + entryLifetime);
    }
  }

  /**
   * For how long a process may go on from what it has read of a lane: what was put behind it is
   * still there then, and for as long again.
   */
  public Duration knowledgeLifetime() {
    return Duration.ofMillis(entryLifetime.toMillis() / 2);
  }

  public long intervalMillis() {
    return interval.toMillis();
  }

  /** The interval that a time lies in: {@code [k * T, (k + 1) * T)} since 1970-01-01T00:00Z. */
  public long intervalOf(long millis) {
    return Math.floorDiv(millis, intervalMillis());
  }

  /** The end of an interval in milliseconds, exclusive. */
  public long borderMillis(long k) {
    return (k + 1) * intervalMillis();
  }

  /** The same with another number of buckets. */
  public EngineSettings withBuckets(int count) {
    return new EngineSettings(interval, count, skewAllowance, entryLifetime, bucketsInline, trust);
  }
}
