package dev.sluice.api;

/**
 * A function of three values that may fail; see {@link Fn}.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <C> the type of the third argument
 * @param <D> the type of the result
 */
@FunctionalInterface
public interface Fn3<A, B, C, D> {

  /**
   * The function's result.
   *
   * @throws Exception to make a dead letter of the record
   */
  D apply(A first, B second, C third) throws Exception;
}
