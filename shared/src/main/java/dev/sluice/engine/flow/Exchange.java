package dev.sluice.engine.flow;

import dev.sluice.engine.entry.BodyBuilder;

/**
 * Collects an operator's input on the writing side of a shuffle. A value is first prepared, which
 * may fail, and taken in only when all of its record went through: a record has its whole effect or
 * none.
 */
public interface Exchange {

  /** Finds the place of a value; runs user code, and changes nothing that could be seen. */
  Object prepare(Object value, Context context) throws Exception;

  /**
   * Takes a prepared value in.
   *
   * @param place what {@link #prepare} gave
   * @param far whether the time is too far ahead of the arrival
   * @throws RuntimeException or an error, where it is refused by itself, or does not go with what
   *     was taken in before, which may have been changed
   */
  void take(Object place, Object value, long k, long timeMillis, boolean far);

  /**
   * Does with a prepared value what would be done if it were the only one that is taken in and
   * written, to no effect.
   *
   * @throws RuntimeException or an error, what user code throws: this value alone is to blame
   */
  default void rehearse(Object value, long k, long timeMillis, boolean far) {}

  /** About how many bytes {@link #flush} would write now. */
  default long bytes() {
    return 0;
  }

  /** Writes everything taken in and forgets it. */
  void flush(BodyBuilder body);
}
