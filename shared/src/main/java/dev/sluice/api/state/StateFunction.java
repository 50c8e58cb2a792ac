package dev.sluice.api.state;

import java.util.Optional;

/**
 * What {@code mapWithState} does with a value. It must be a function of its arguments alone: no
 * clock, no random numbers, nothing kept.
 */
@FunctionalInterface
public interface StateFunction<K, V, S, R> {

  /**
   * Takes a value of a key, or nothing where the state is timing out.
   *
   * @return the result, or null for none
   */
  R apply(K key, Optional<V> value, State<S> state) throws Exception;
}
