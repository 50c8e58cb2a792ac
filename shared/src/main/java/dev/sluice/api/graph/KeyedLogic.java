package dev.sluice.api.graph;

import java.util.List;

/**
 * What a keyed operator does. It is a function of the call alone, and is repeated where a value is
 * refused: it keeps nothing itself, and what it throws becomes a dead letter.
 */
public interface KeyedLogic {

  /**
   * A value of one of the operator's inputs.
   *
   * @param port which input, from 0
   * @param timeMillis its event time, or its arrival stamp where none is declared
   * @param far whether that time is too far ahead of the value's arrival; what is emitted with the
   *     time of such a value is too far ahead, too
   */
  record Input(int port, Object value, long timeMillis, boolean far) {}

  /**
   * Takes values of a key in the order of arrival: all of a step, or one after the other, see
   * {@link KeyedTraits#oneByOne}; none where a key is called in every interval and has no values,
   * and where it has an initial state and this is the first step.
   */
  void values(KeyedCall call, List<Input> values) throws Exception;

  /** The key's timer has come. Called once in a step, behind the step's values. */
  default void timer(KeyedCall call) throws Exception {}

  /** The last call for a key in a step that called it for anything. */
  default void end(KeyedCall call) throws Exception {}
}
