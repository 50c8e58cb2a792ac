package dev.sluice.api;

import java.util.function.BiFunction;
import java.util.function.Function;

/** Parts of a graph as functions. */
interface Transforms<T> {

  /** The stream that these are methods of. */
  DStream<T> self();

  /**
   * Applies a function of streams to this one, so that a part of a graph can have a name of its own
   * and be used again. It is called once, when the graph is built, not in each batch.
   *
   * <pre>
   * static DStream&lt;Integer&gt; large(DStream&lt;Integer&gt; in) { return in.filter(x -> x > 2); }
   *
   * this:                      1   2   3   4
   * transform(App::large):             3   4
   * </pre>
   *
   * @param <R> the type of the stream that it makes
   * @param function makes a stream of this one
   * @return what the function returns
   */
  default <R extends DStream<?>> R transform(Function<? super DStream<T>, ? extends R> function) {
    return function.apply(self());
  }

  /**
   * Applies a function of streams to this one and another one; see {@link #transform}.
   *
   * <pre>
   * this:                                     1       3
   * other:                                        2
   * transformWith(other, DStream::union):     1   2   3
   * </pre>
   *
   * @param <O> the type of the other stream
   * @param <R> the type of the stream that it makes
   * @param other the second argument of the function
   * @param function makes a stream of both
   * @return what the function returns
   */
  default <O extends DStream<?>, R extends DStream<?>> R transformWith(
      O other, BiFunction<? super DStream<T>, ? super O, ? extends R> function) {
    return function.apply(self(), other);
  }
}
