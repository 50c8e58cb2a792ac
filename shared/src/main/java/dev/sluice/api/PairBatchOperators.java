package dev.sluice.api;

import dev.sluice.api.batch.Combining;
import dev.sluice.api.batch.Grouping;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Results of each key in each batch, over all shards. On a windowed stream they are those of each
 * window, and behind results of windows they are made of the results of each window.
 */
interface PairBatchOperators<K, V> {

  /** The stream that these are methods of. */
  PairDStream<K, V> self();

  /**
   * Collects the values of each key in each batch. All of them cross the shuffle: where they are
   * put together anyway, {@code reduceByKey} or {@code aggregateByKey} cost less.
   *
   * <pre>
   * batches:         | (a,1) (b,5) (a,2)  |         | (a,4)   |
   * groupByKey():    | (a,[1, 2]) (b,[5]) |         | (a,[4]) |
   * </pre>
   *
   * @return for each key of a batch its values, in the order of lane and position
   */
  default PairDStream<K, List<V>> groupByKey() {
    Codec<V> values = self().values;
    return self()
        .aggregateByKey(
            new Grouping<>(values), PairDStream.<V, List<V>>derived(values, Codecs::list));
  }

  /**
   * Combines the values of each key in each batch, with the three functions of Spark. How many
   * partials there are depends on the shards and calls that values come through: the functions must
   * give the same however values are cut.
   *
   * <pre>
   * batches, two shards:                             | (a,1) (a,2)      |  and  | (a,4) |
   * combineByKey("" + v, s + v, s + s, string()):    | (a,124)          |
   * </pre>
   *
   * @param <P> the type of the partials, which are the results too
   * @param create makes a partial, not null, of a value
   * @param add puts a value to a partial, which it may change
   * @param combine puts the right partial to the left one, which it may change
   * @param codec writes partials
   * @return one pair for each key that has values in a batch
   */
  default <P> PairDStream<K, P> combineByKey(
      Function<? super V, ? extends P> create,
      BiFunction<P, ? super V, P> add,
      BinaryOperator<P> combine,
      Codec<P> codec) {
    return self().aggregateByKey(new Combining<>(create, add, combine, codec), codec);
  }

  /**
   * Makes none, one or several pairs of each one, with the same key.
   *
   * <pre>
   * this:                        (a,"1 2")        (b,"")
   * flatMapValues(numbers):      (a,1) (a,2)
   * </pre>
   *
   * @param <W> the type of the results
   * @param function makes none, one or several values of a value
   * @param codec writes the results
   * @return the pairs of key and result, in order
   */
  default <W> PairDStream<K, W> flatMapValues(
      Fn<? super V, ? extends Iterable<? extends W>> function, Codec<W> codec) {
    Objects.requireNonNull(function, "function");
    DStream<Pair<K, W>> pairs =
        self()
            .stateless(
                "flatMapValues",
                (value, element, out) -> {
                  Pair<K, V> pair = DStream.cast(value);
                  for (W each : function.apply(pair.value())) {
                    out.accept(Pair.of(pair.key(), each));
                  }
                });
    return new PairDStream<>(self().context, pairs.node, self().keys, codec);
  }

  /**
   * Cuts each batch into partitions; see {@link DStream#repartition}.
   *
   * @param partitions how many, 1 to 1,024; some may stay empty
   * @return the same pairs
   */
  default PairDStream<K, V> repartition(int partitions) {
    PairDStream<K, V> pairs = self();
    Codec<Pair<K, V>> codec = PairDStream.both(pairs.keys, pairs.values);
    Node cut = pairs.repartition(partitions, codec).node;
    return new PairDStream<>(pairs.context, cut, pairs.keys, pairs.values);
  }

  /**
   * Applies a function of streams to this one; see {@link DStream#transform}.
   *
   * @param <R> the type of the stream that it makes
   * @param function makes a stream of this one, called once
   * @return what the function returns
   */
  default <R extends DStream<?>> R transformPairs(
      Function<? super PairDStream<K, V>, ? extends R> function) {
    return function.apply(self());
  }

  /**
   * Applies a function of streams to this one and another one; see {@link DStream#transform}.
   *
   * @param <O> the type of the other stream
   * @param <R> the type of the stream that it makes
   * @param other the second argument of the function
   * @param function makes a stream of both, called once
   * @return what the function returns
   */
  default <O extends DStream<?>, R extends DStream<?>> R transformPairsWith(
      O other, BiFunction<? super PairDStream<K, V>, ? super O, ? extends R> function) {
    return function.apply(self(), other);
  }
}
