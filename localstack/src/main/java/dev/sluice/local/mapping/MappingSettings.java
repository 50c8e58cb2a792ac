package dev.sluice.local.mapping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of an event source mapping, with Lambda's names and ranges. All faults are reported
 * together.
 *
 * @param streamName the Kinesis stream
 * @param functionName the function, as it shows in records for the on-failure destination
 * @param batchSize most records a call, 1 to 10,000
 * @param maximumBatchingWindow how long to gather records for a call, 0 to 300 s
 * @param startingPosition where a shard without a checkpoint starts
 * @param maximumRetryAttempts how often a failed batch is tried again before it is discarded, 0 to
 *     10,000; {@link #INFINITE} for no limit
 * @param maximumRecordAge records older than this are discarded, 60 s to 7 days; {@link
 *     #INFINITE_AGE} for no limit
 * @param bisectBatchOnFunctionError whether a failed batch is split in two
 * @param reportBatchItemFailures whether the function's partial answers count
 * @param parallelizationFactor concurrent batches a shard; only 1 is accepted
 * @param tumblingWindow Lambda's own windows; only zero is accepted
 * @param pollInterval how long to wait after a read that reached the end of a shard
 * @param retryBackoff how long to wait before a failed batch is tried again
 */
public record MappingSettings(
    String streamName,
    String functionName,
    int batchSize,
    Duration maximumBatchingWindow,
    StartingPosition startingPosition,
    int maximumRetryAttempts,
    Duration maximumRecordAge,
    boolean bisectBatchOnFunctionError,
    boolean reportBatchItemFailures,
    int parallelizationFactor,
    Duration tumblingWindow,
    Duration pollInterval,
    Backoff retryBackoff) {

  /** No limit, for {@code maximumRetryAttempts}. */
  public static final int INFINITE = -1;

  /** No limit, for {@code maximumRecordAge}: Lambda writes -1 s. */
  public static final Duration INFINITE_AGE = Duration.ofSeconds(-1);

  /** The least {@code maximumRecordAge} (Lambda API, CreateEventSourceMapping). */
  public static final Duration MIN_RECORD_AGE = Duration.ofSeconds(60);

  // Ranges: Lambda API reference, CreateEventSourceMapping.
  /** Most records of a call. */
  public static final int MAX_BATCH_SIZE = 10_000;

  /** For how long records may be gathered. */
  public static final Duration MAX_BATCHING_WINDOW = Duration.ofSeconds(300);

  private static final int MAX_RETRY_ATTEMPTS = 10_000;

  private static final Duration MAX_RECORD_AGE = Duration.ofDays(7);

  /**
   * Checks every setting.
   *
   * @throws IllegalArgumentException with one line for each fault
   */
  public MappingSettings {
    List<String> faults = new ArrayList<>();
    if (streamName == null || streamName.isBlank()) {
      faults.add("streamName is missing: name the stream to read");
    }
    if (functionName == null || functionName.isBlank()) {
      faults.add("functionName is missing: name the function to call");
    }
    if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
      faults.add("batchSize is " + batchSize + ": Lambda takes 1 to " + MAX_BATCH_SIZE);
    }
    if (!within(maximumBatchingWindow, Duration.ZERO, MAX_BATCHING_WINDOW)) {
      faults.add("maximumBatchingWindow is " + maximumBatchingWindow + ": Lambda takes 0 to 300 s");
    }
    if (startingPosition == null) {
      faults.add("startingPosition is missing: use TRIM_HORIZON or AT_TIMESTAMP");
    } else if (startingPosition instanceof StartingPosition.Latest) {
      faults.add(
          "startingPosition is LATEST: records that arrive around the mapping's creation may be"
              + " missed; use AT_TIMESTAMP with a time before the first record, or TRIM_HORIZON");
    }
    if (maximumRetryAttempts < INFINITE || maximumRetryAttempts > MAX_RETRY_ATTEMPTS) {
      faults.add(
          "maximumRetryAttempts is "
              + maximumRetryAttempts
              + ": Lambda takes 0 to 10,000, or -1 for no limit");
    }
    if (!INFINITE_AGE.equals(maximumRecordAge)
        && !within(maximumRecordAge, MIN_RECORD_AGE, MAX_RECORD_AGE)) {
      faults.add(
          "maximumRecordAge is "
              + maximumRecordAge
              + ": Lambda takes 60 s to 7 days, or -1 s for no limit");
    }
    if (parallelizationFactor != 1) {
      faults.add(
          "parallelizationFactor is "
              + parallelizationFactor
              + ": above 1, Lambda keeps the order per partition key only, so the positions of a"
              + " shard's calls would interleave and none could be stored; use 1 and more shards");
    }
    if (!Duration.ZERO.equals(tumblingWindow)) {
      faults.add(
          "tumblingWindow is "
              + tumblingWindow
              + ": Lambda's own windows go by arrival time and end at 15 minutes; leave it at 0 and"
              + " use the windows of the stream");
    }
    if (pollInterval == null || pollInterval.toMillis() < 1) {
      faults.add("pollInterval is " + pollInterval + ": use 1 ms or more");
    }
    if (retryBackoff == null
        || retryBackoff.first().toMillis() < 1
        || retryBackoff.cap().compareTo(retryBackoff.first()) < 0) {
      faults.add(
          "retryBackoff is "
              + retryBackoff
              + ": the first wait must be 1 ms or more, the cap not"
              + " below it");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "The event source mapping's settings are refused:\n  " + String.join("\n  ", faults));
    }
  }

  /** A mapping with Lambda's defaults, from the oldest record on. */
  public static MappingSettingsBuilder of(String streamName, String functionName) {
    return new MappingSettingsBuilder(streamName, functionName);
  }

  private static boolean within(Duration value, Duration least, Duration most) {
    return value != null && value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }
}
