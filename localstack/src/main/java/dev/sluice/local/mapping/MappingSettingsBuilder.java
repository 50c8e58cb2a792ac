package dev.sluice.local.mapping;

import java.time.Duration;

/** Collects the settings of a mapping, from Lambda's defaults. */
public final class MappingSettingsBuilder {

  /** Lambda's default for streams. */
  private static final int DEFAULT_BATCH_SIZE = 100;

  /** Lambda polls once a second; a local run wants its results sooner. */
  private static final Duration LOCAL_POLL_INTERVAL = Duration.ofMillis(100);

  private final String streamName;
  private final String functionName;
  private int batchSize = DEFAULT_BATCH_SIZE;
  private Duration maximumBatchingWindow = Duration.ZERO;
  private StartingPosition startingPosition = new StartingPosition.TrimHorizon();
  private int maximumRetryAttempts = MappingSettings.INFINITE;
  private Duration maximumRecordAge = MappingSettings.INFINITE_AGE;
  private boolean bisectBatchOnFunctionError;
  private boolean reportBatchItemFailures;
  private int parallelizationFactor = 1;
  private Duration tumblingWindow = Duration.ZERO;
  private Duration pollInterval = LOCAL_POLL_INTERVAL;
  private Backoff retryBackoff = Backoff.LOCAL;

  MappingSettingsBuilder(String streamName, String functionName) {
    this.streamName = streamName;
    this.functionName = functionName;
  }

  /** Most records a call. */
  public MappingSettingsBuilder batchSize(int value) {
    batchSize = value;
    return this;
  }

  /** How long to gather records for a call. */
  public MappingSettingsBuilder maximumBatchingWindow(Duration value) {
    maximumBatchingWindow = value;
    return this;
  }

  /** Where a shard without a checkpoint starts. */
  public MappingSettingsBuilder startingPosition(StartingPosition value) {
    startingPosition = value;
    return this;
  }

  /** How often a failed batch is tried again. */
  public MappingSettingsBuilder maximumRetryAttempts(int value) {
    maximumRetryAttempts = value;
    return this;
  }

  /** How old a record may get before it is discarded. */
  public MappingSettingsBuilder maximumRecordAge(Duration value) {
    maximumRecordAge = value;
    return this;
  }

  /** Whether a failed batch is split in two. */
  public MappingSettingsBuilder bisectBatchOnFunctionError(boolean value) {
    bisectBatchOnFunctionError = value;
    return this;
  }

  /** Whether partial answers count. */
  public MappingSettingsBuilder reportBatchItemFailures(boolean value) {
    reportBatchItemFailures = value;
    return this;
  }

  /** Concurrent batches a shard. */
  public MappingSettingsBuilder parallelizationFactor(int value) {
    parallelizationFactor = value;
    return this;
  }

  /** Lambda's own windows. */
  public MappingSettingsBuilder tumblingWindow(Duration value) {
    tumblingWindow = value;
    return this;
  }

  /** How long to wait after a read that reached the end of a shard. */
  public MappingSettingsBuilder pollInterval(Duration value) {
    pollInterval = value;
    return this;
  }

  /** How long to wait before a failed batch is tried again. */
  public MappingSettingsBuilder retryBackoff(Backoff value) {
    retryBackoff = value;
    return this;
  }

  /**
   * Checks and returns the settings.
   *
   * @throws IllegalArgumentException with one line for each fault
   */
  public MappingSettings build() {
    return new MappingSettings(
        streamName,
        functionName,
        batchSize,
        maximumBatchingWindow,
        startingPosition,
        maximumRetryAttempts,
        maximumRecordAge,
        bisectBatchOnFunctionError,
        reportBatchItemFailures,
        parallelizationFactor,
        tumblingWindow,
        pollInterval,
        retryBackoff);
  }
}
