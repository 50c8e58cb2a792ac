package dev.sluice.api.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code updateStateByKey} does with a key in a batch. It must be a function of its arguments
 * alone: no clock, no random numbers, nothing kept. It may change the state that it is given and
 * return it.
 */
@FunctionalInterface
public interface UpdateFunction<K, V, S> {

  /**
   * Makes the state behind a batch.
   *
   * @param border the end of the batch interval
   * @param values those of the key in the batch, in order; none in most batches
   * @param before the state before, if there is one
   * @return the state behind; an empty one removes the key
   */
  Optional<S> apply(Instant border, K key, List<V> values, Optional<S> before) throws Exception;
}
