package dev.sluice.api.state;

import java.time.Instant;
import java.util.Optional;

/** A {@link StateFunction} that is told the batch as well. */
@FunctionalInterface
public interface BatchStateFunction<K, V, S, R> {

  /**
   * Takes a value of a key, or nothing where the state is timing out.
   *
   * @param border the end of the batch interval, the same in every replay
   * @return the result, or null for none
   */
  R apply(Instant border, K key, Optional<V> value, State<S> state) throws Exception;
}
