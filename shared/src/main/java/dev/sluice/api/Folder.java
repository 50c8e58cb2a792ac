package dev.sluice.api;

import dev.sluice.codec.Codec;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** An aggregator made of functions, as Spark's {@code aggregateByKey} takes them. */
record Folder<V, P>(
    Supplier<P> initial, BiFunction<P, V, P> adder, BinaryOperator<P> combiner, Codec<P> codec)
    implements Aggregator<V, P, P> {

  Folder {
    Objects.requireNonNull(initial, "zero");
    Objects.requireNonNull(adder, "add");
    Objects.requireNonNull(combiner, "combine");
  }

  @Override
  public P zero() {
    return initial.get();
  }

  @Override
  public P add(P partial, V value) {
    return adder.apply(partial, value);
  }

  @Override
  public P combine(P left, P right) {
    return combiner.apply(left, right);
  }

  @Override
  public P lower(P partial) {
    return partial;
  }
}
