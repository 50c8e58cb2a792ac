package dev.sluice.api.state;

import java.util.List;

/**
 * What {@code flatMapGroupsWithState} and {@code mapGroupsWithState} do with a group. It must be a
 * function of its arguments alone: no clock, no random numbers, nothing kept.
 */
@FunctionalInterface
public interface GroupFunction<K, V, S, R> {

  /**
   * Takes all values of a key in a batch, or none where the group has timed out, or has an initial
   * state and this is the first batch.
   *
   * @param values in the order of arrival
   */
  R apply(K key, List<V> values, GroupState<S> state) throws Exception;
}
