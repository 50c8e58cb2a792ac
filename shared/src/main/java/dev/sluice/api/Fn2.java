package dev.sluice.api;

/**
 * A function of two values that may fail; see {@link Fn}.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <C> the type of the result
 */
@FunctionalInterface
public interface Fn2<A, B, C> {

  /**
   * The function's result.
   *
   * @throws Exception to make a dead letter of the record
   */
  C apply(A first, B second) throws Exception;
}
