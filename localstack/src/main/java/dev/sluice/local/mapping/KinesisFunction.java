package dev.sluice.local.mapping;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;

/** The function that a mapping calls. Calls of different shards run at the same time. */
@FunctionalInterface
public interface KinesisFunction {

  /**
   * Processes a batch.
   *
   * @return the records that failed; null or an empty list when none did
   * @throws NotInvokedException when the call did not reach the function: it is made again, without
   *     counting as a retry
   * @throws Exception anything else is a function error: the whole batch failed
   */
  StreamsEventResponse invoke(KinesisEvent event) throws Exception;
}
