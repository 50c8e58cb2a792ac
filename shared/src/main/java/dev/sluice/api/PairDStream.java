package dev.sluice.api;

import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A stream of pairs, which can be aggregated and joined by key. Equal keys are those with equal
 * bytes. Results of {@code ...ByKey} come once for each batch in which a key has values, results of
 * {@code ...ByKeyAndWindow} once for each window in which it has any.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class PairDStream<K, V> extends DStream<Pair<K, V>> {
  private final Codec<K> keys;
  private final Codec<V> values;
  private final Optional<String> name;

  PairDStream(StreamContext context, Node node, Codec<K> keys, Codec<V> values) {
    this(context, node, keys, values, Optional.empty());
  }

  private PairDStream(
      StreamContext context, Node node, Codec<K> keys, Codec<V> values, Optional<String> name) {
    super(context, node);
    this.keys = Objects.requireNonNull(keys, "keys");
    this.values = Objects.requireNonNull(values, "values");
    this.name = name;
  }

  /**
   * Names the aggregation that follows. State, late outputs and errors carry the name; without one
   * they carry an id derived from the place in the graph, which changes when operators are added
   * before it.
   */
  public PairDStream<K, V> named(String operator) {
    return new PairDStream<>(context, node, keys, values, Optional.of(operator));
  }

  @Override
  public PairDStream<K, V> filter(Predicate<? super Pair<K, V>> condition) {
    return new PairDStream<>(context, filtered(condition), keys, values);
  }

  /** The pairs of both streams. */
  public PairDStream<K, V> union(PairDStream<K, V> other) {
    return new PairDStream<>(context, joined(other), keys, values);
  }

  @Override
  public PairDStream<K, V> withEventTime(
      Fn<? super Pair<K, V>, Instant> eventTime, Duration outOfOrderness, Duration maxAhead) {
    return new PairDStream<>(
        context, super.withEventTime(eventTime, outOfOrderness, maxAhead).node, keys, values);
  }

  @Override
  public PairDStream<K, V> withEventTime(
      Fn<? super Pair<K, V>, Instant> eventTime, Duration outOfOrderness) {
    return withEventTime(eventTime, outOfOrderness, Duration.ofHours(1));
  }

  /** Applies a function to each value and keeps the key. */
  public <W> PairDStream<K, W> mapValues(Fn<? super V, ? extends W> function, Codec<W> codec) {
    return new PairDStream<>(
        context,
        this.<Pair<K, W>>map(pair -> Pair.of(pair.key(), function.apply(pair.value()))).node,
        keys,
        codec);
  }

  /** Makes a value of each window's result, for streams that come from an aggregation by window. */
  public <U> DStream<U> mapWithWindow(
      Fn3<? super Window, ? super K, ? super V, ? extends U> function) {
    return stateless(
        "mapWithWindow",
        (value, element, out) -> {
          Pair<K, V> pair = cast(value);
          out.accept(function.apply(element.window(), pair.key(), pair.value()));
        });
  }

  /**
   * Joins with a table: one pair for each row of the pair's key, in the order of the table; none
   * where the table has no such key.
   */
  public <W> PairDStream<K, Pair<V, W>> join(StaticTable<K, W> table) {
    DStream<Pair<K, Pair<V, W>>> rows =
        stateless(
            "join",
            (value, element, out) -> {
              Pair<K, V> pair = cast(value);
              for (W row : table.get(pair.key())) {
                out.accept(Pair.of(pair.key(), Pair.of(pair.value(), row)));
              }
            });
    return new PairDStream<>(context, rows.node, keys, Pair.codec(values, table.codec()));
  }

  /** Reduces the values of each key in each batch with an associative function. */
  public PairDStream<K, V> reduceByKey(BinaryOperator<V> function) {
    return aggregate(new Reducer<>(function, values), Optional.empty(), values);
  }

  /** Reduces the values of each key in each window with an associative function. */
  public PairDStream<K, V> reduceByKeyAndWindow(BinaryOperator<V> function, Windows windows) {
    return aggregate(new Reducer<>(function, values), Optional.of(windows), values);
  }

  /** Aggregates the values of each key in each batch. */
  public <P, R> PairDStream<K, R> aggregateByKey(Aggregator<V, P, R> aggregator, Codec<R> results) {
    return aggregate(aggregator, Optional.empty(), results);
  }

  /** Aggregates the values of each key in each batch, with functions as in Spark. */
  public <P> PairDStream<K, P> aggregateByKey(
      Supplier<P> zero, BiFunction<P, V, P> add, BinaryOperator<P> combine, Codec<P> codec) {
    return aggregate(new Folder<>(zero, add, combine, codec), Optional.empty(), codec);
  }

  /**
   * Aggregates the values of each key in each window.
   *
   * <pre>
   * windows of 10 s every 5 s, sum:   values 1 at 3 s, 2 at 7 s
   * result for [-5, 5):  1      for [0, 10):  3      for [5, 15):  2
   * </pre>
   */
  public <P, R> PairDStream<K, R> aggregateByKeyAndWindow(
      Aggregator<V, P, R> aggregator, Windows windows, Codec<R> results) {
    return aggregate(aggregator, Optional.of(windows), results);
  }

  /** Aggregates the values of each key in each window, with functions as in Spark. */
  public <P> PairDStream<K, P> aggregateByKeyAndWindow(
      Supplier<P> zero,
      BiFunction<P, V, P> add,
      BinaryOperator<P> combine,
      Windows windows,
      Codec<P> codec) {
    return aggregate(new Folder<>(zero, add, combine, codec), Optional.of(windows), codec);
  }

  /** Calls a function with the pairs of each batch and bucket; see {@link DStream#foreachBatch}. */
  public void foreachBatch(BatchFunction<Pair<K, V>> function) {
    foreachBatch(name, Pair.codec(keys, values), function);
  }

  private <P, R> PairDStream<K, R> aggregate(
      Aggregator<V, P, R> aggregator, Optional<Windows> windows, Codec<R> results) {
    Node aggregate =
        new Node.Aggregate(name, node, cast(keys), cast(values), cast(aggregator), windows);
    return new PairDStream<>(context, aggregate, keys, results);
  }
}
