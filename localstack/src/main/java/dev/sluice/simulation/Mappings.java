package dev.sluice.simulation;

import dev.sluice.local.mapping.Backoff;
import dev.sluice.local.mapping.Batch;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.mapping.MappingIdentity;
import dev.sluice.local.mapping.MappingSettings;
import dev.sluice.local.mapping.SteppedMapping;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Makes mappings as they may be, which deliver as badly as they may. */
final class Mappings {
  static final int LONGEST_DELAY_MILLIS = 5_000;
  private static final int LARGEST_BATCH = 40;
  private static final int MOST_RETRIES = 4;
  private static final String FUNCTION = "transform";

  private Mappings() {}

  /**
   * @param stream the name of the stream that is read
   * @param bulk how many times larger than usual batches are
   * @param mayDelay whether batches may wait for seconds now
   * @param mayGiveUp whether batches may be given up at all
   */
  static SteppedMapping of(
      String stream,
      SteppedMapping.Surroundings around,
      int bulk,
      Trouble trouble,
      BooleanSupplier mayDelay,
      boolean mayGiveUp) {
    boolean passes = mayGiveUp && trouble.dice().oneIn(trouble.chances().of(Fault.TOO_OLD));
    boolean givesUp = mayGiveUp && trouble.dice().oneIn(trouble.chances().of(Fault.GIVES_UP));
    int usual = 1 + trouble.dice().below(LARGEST_BATCH);
    return new SteppedMapping(
        MappingSettings.of(stream, FUNCTION)
            .batchSize(Math.min(MappingSettings.MAX_BATCH_SIZE, bulk * usual))
            .bisectBatchOnFunctionError(trouble.dice().below(2) == 1)
            .reportBatchItemFailures(true)
            .maximumRetryAttempts(
                givesUp ? trouble.dice().below(MOST_RETRIES) : MappingSettings.INFINITE)
            .maximumRecordAge(
                passes ? MappingSettings.MIN_RECORD_AGE : MappingSettings.INFINITE_AGE)
            .pollInterval(Duration.ofMillis(1))
            .retryBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(50)))
            .build(),
        MappingIdentity.of("arn:aws:kinesis:eu-west-1:000000000000:stream/" + stream, FUNCTION),
        around,
        (shard, batch) -> delivery(batch, trouble, mayDelay.getAsBoolean()));
  }

  private static Disturbance.Delivery delivery(Batch batch, Trouble trouble, boolean mayDelay) {
    int size = batch.records().size();
    boolean cut = size > 1 && trouble.happens(Fault.OTHER_BORDERS);
    boolean two = trouble.happens(Fault.TWO_CALLERS);
    boolean late = mayDelay && trouble.happens(Fault.DELAY);
    boolean lost = trouble.happens(Fault.ANSWER_LOST);
    boolean again = trouble.happens(Fault.REDELIVERY);
    return new Disturbance.Delivery(
        cut ? 1 + trouble.dice().below(size - 1) : size,
        two ? 2 : 1,
        late ? trouble.dice().below(LONGEST_DELAY_MILLIS) : 0,
        lost,
        again);
  }
}
