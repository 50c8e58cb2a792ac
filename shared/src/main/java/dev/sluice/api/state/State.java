package dev.sluice.api.state;

import java.util.Optional;

/**
 * The state of the key at hand, as {@code mapWithState} hands it to its function. A change counts
 * once the function has returned; where it throws, the state stays as it was before the value.
 *
 * @param <S> the type of the state
 */
public interface State<S> {

  /** Whether the key has a state. */
  boolean exists();

  /**
   * The state.
   *
   * @throws StateException SLUICE-S01 if there is none
   */
  S get();

  /** The state, if there is one. */
  Optional<S> getOption();

  /**
   * Gives the key a state.
   *
   * @param newState not null
   * @throws StateException SLUICE-S02 if the state was removed in this call, SLUICE-S03 if it is
   *     timing out
   */
  void update(S newState);

  /**
   * Takes the state away.
   *
   * @throws StateException SLUICE-S02 if it was removed in this call already, SLUICE-S03 if it is
   *     timing out
   */
  void remove();

  /** Whether this call is the last one for the state: the key has been idle for the timeout. */
  boolean isTimingOut();
}
