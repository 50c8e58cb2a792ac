package dev.sluice.api.batch;

import dev.sluice.api.Aggregator;
import dev.sluice.codec.Codec;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** The functions of {@code combineByKey}: the first value makes a partial, others join it. */
public record Combining<V, P>(
    Function<? super V, ? extends P> create,
    BiFunction<P, ? super V, P> add,
    BinaryOperator<P> combiner,
    Codec<P> codec)
    implements Aggregator<V, P, P> {

  /** All but the codec must be there. */
  public Combining {
    Objects.requireNonNull(create, "create");
    Objects.requireNonNull(add, "add");
    Objects.requireNonNull(combiner, "combine");
  }

  @Override
  public P zero() {
    return null;
  }

  @Override
  public P add(P partial, V value) {
    P sum = partial == null ? create.apply(value) : add.apply(partial, value);
    return Objects.requireNonNull(sum, "a function of combineByKey gave null");
  }

  @Override
  public P combine(P left, P right) {
    if (left == null) {
      return codec.copy(right); // the function may change it, as in Spark
    }
    return Objects.requireNonNull(
        combiner.apply(left, right), "a function of combineByKey gave null");
  }

  @Override
  public P lower(P partial) {
    return partial;
  }
}
