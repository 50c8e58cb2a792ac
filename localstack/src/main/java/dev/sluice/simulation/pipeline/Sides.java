package dev.sluice.simulation.pipeline;

import java.util.function.Function;

/**
 * What a branch may begin with: as streams where it is built, as records where it is foretold.
 *
 * @param plain all readings, without event time
 * @param all all readings
 * @param left a part of them
 * @param right the others
 */
record Sides<T>(T plain, T all, T left, T right) {

  /** The same done to each. */
  <U> Sides<U> each(Function<T, U> change) {
    return new Sides<>(
        change.apply(plain), change.apply(all), change.apply(left), change.apply(right));
  }
}
