package dev.sluice.api;

/**
 * A function of one value that may fail. A record for which it throws becomes a dead letter, with
 * the exception as the reason; the records around it go on.
 *
 * <p>It must be a function of its argument alone: no clock, no random numbers, no state. That is
 * what makes a repeated batch give the same result.
 *
 * @param <A> the type of the argument
 * @param <B> the type of the result
 */
@FunctionalInterface
public interface Fn<A, B> {

  /**
   * The function's result.
   *
   * @throws Exception to make a dead letter of the record
   */
  B apply(A value) throws Exception;
}
