package dev.sluice.api;

import dev.sluice.api.batch.Counted;
import dev.sluice.api.graph.Cut;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A stream of pairs, which can be aggregated and joined by key. Equal keys are those with equal
 * bytes. Results of {@code ...ByKey} come once for each batch in which a key has values, results of
 * {@code ...ByKeyAndWindow} once for each window in which it has any. Over all shards, values are
 * combined in the order of (pane, interval, lane, position), whoever delivers them when.
 *
 * <pre>
 * batches of 10 s:           | (a,1) (b,5) (a,2) |         | (a,4) |
 * reduceByKey(sum):          | (a,3) (b,5)       |         | (a,4) |
 * windows of 30 s, sum:      [0, 30):  (a,7) (b,5)
 * </pre>
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class PairDStream<K, V> extends DStream<Pair<K, V>>
    implements PairBatchOperators<K, V>,
        PairJoins<K, V>,
        IntervalJoins<K, V>,
        PairWindowOperators<K, V>,
        PairSessions<K, V>,
        PairGlobalWindows<K, V>,
        PairOutputModes<K, V>,
        PairState<K, V>,
        PairSinks<K, V> {
  final Codec<K> keys;
  final Codec<V> values;
  final Optional<String> name;

  /** Codecs may be missing where nothing is written; the plan refuses them where something is. */
  PairDStream(StreamContext context, Node node, Codec<K> keys, Codec<V> values) {
    this(context, node, keys, values, Optional.empty());
  }

  PairDStream(
      StreamContext context, Node node, Codec<K> keys, Codec<V> values, Optional<String> name) {
    super(context, node);
    this.keys = keys;
    this.values = values;
    this.name = name;
  }

  /**
   * Names the aggregation, join or {@code foreachBatch} that follows. State, late outputs and
   * errors carry the name; without one they carry an id derived from the place in the graph, which
   * changes when operators are added before it.
   *
   * @param operator a path of letters, digits, '_', '.' and '-', unique in the app
   * @return the same pairs; only an operator put right behind them, or behind their {@code window},
   *     takes the name
   */
  public PairDStream<K, V> named(String operator) {
    Objects.requireNonNull(operator, "operator");
    context.named(operator);
    return new PairDStream<>(context, node, keys, values, Optional.of(operator));
  }

  @Override
  Optional<String> name() {
    return name;
  }

  /** This stream. */
  @Override
  public PairDStream<K, V> self() {
    return this;
  }

  /**
   * Says that the pairs belong to windows; see {@link DStream#window}. On a stream that is windowed
   * already, the windows hold each value once for each of the windows before, as in Spark.
   */
  @Override
  public PairDStream<K, V> window(Windows windows) {
    Objects.requireNonNull(windows, "windows");
    return new PairDStream<>(
        context, new Node.Windowing(collected().node, windows), keys, values, name);
  }

  /** The pairs of some batches or windows; see {@link DStream#slice}. */
  @Override
  public PairDStream<K, V> slice(Instant from, Instant to) {
    Node pairs = new Node.Stateless("slice", collected(name).node, new Slice(from, to));
    return new PairDStream<>(context, pairs, keys, values);
  }

  /** The pairs of a windowed stream as results of its windows, otherwise this stream. */
  PairDStream<K, V> collected() {
    return collected(Optional.empty());
  }

  /** The same, with a name for what puts the pairs of a window together. */
  PairDStream<K, V> collected(Optional<String> grouping) {
    if (!Cut.of(node).isWindowed()) {
      return this;
    }
    return new PairDStream<>(context, node, keys, values, grouping)
        .groupByKey()
        .flatMapValues(list -> list, values);
  }

  @Override
  public PairDStream<K, V> filter(Predicate<? super Pair<K, V>> condition) {
    return new PairDStream<>(context, filtered(condition), keys, values);
  }

  /**
   * The pairs of both streams; see {@link DStream#union}.
   *
   * @param other a stream of the same context; the codecs of this one are used
   * @return the pairs of both
   */
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
    return withEventTime(eventTime, outOfOrderness, DEFAULT_MAX_AHEAD);
  }

  /**
   * Applies a function to each value and keeps the key.
   *
   * <pre>
   * this:                      (a,1)   (b,2)
   * mapValues(v -> 10v, ..):   (a,10)  (b,20)
   * </pre>
   *
   * @param <W> the type of the results
   * @param function makes a value of a value
   * @param codec writes the results
   * @return the pairs of key and result
   */
  public <W> PairDStream<K, W> mapValues(Fn<? super V, ? extends W> function, Codec<W> codec) {
    Objects.requireNonNull(function, "function");
    return new PairDStream<>(
        context,
        this.<Pair<K, W>>map(pair -> Pair.of(pair.key(), function.apply(pair.value()))).node,
        keys,
        codec);
  }

  /**
   * Makes a value of each window's result, for streams that come from an aggregation by window; on
   * a windowed stream, of each pair in each window.
   *
   * <pre>
   * windows of 10 s, sums:                          [0, 10): (a,3)      [10, 20): (a,4)
   * mapWithWindow((w, k, v) -> w.end() + k + v):    10 s, a, 3          20 s, a, 4
   * </pre>
   *
   * @param <U> the type of the results
   * @param function makes a value of window, key and the window's result
   * @return the results
   */
  public <U> DStream<U> mapWithWindow(
      Fn3<? super Window, ? super K, ? super V, ? extends U> function) {
    Objects.requireNonNull(function, "function");
    return collected(name)
        .stateless(
            "mapWithWindow",
            (value, element, out) -> {
              Pair<K, V> pair = cast(value);
              out.accept(function.apply(element.window(), pair.key(), pair.value()));
            });
  }

  /**
   * Joins with a table: one pair for each row of the pair's key, in the order of the table; none
   * where the table has no such key.
   *
   * <pre>
   * table:    a -> x, a -> y
   * this:     (a,1)                   (b,2)
   * join:     (a,(1,x)) (a,(1,y))
   * </pre>
   *
   * @param <W> the type of the table's rows
   * @param table made by {@link StreamContext#table}
   * @return for each match, the key with the value and the row
   */
  public <W> PairDStream<K, Pair<V, W>> join(StaticTable<K, W> table) {
    Objects.requireNonNull(table, "table");
    DStream<Pair<K, Pair<V, W>>> rows =
        stateless(
            "join",
            (value, element, out) -> {
              Pair<K, V> pair = cast(value);
              for (W row : table.get(pair.key())) {
                out.accept(Pair.of(pair.key(), Pair.of(pair.value(), row)));
              }
            });
    return new PairDStream<>(context, rows.node, keys, both(values, table.codec()));
  }

  /**
   * Reduces the values of each key in each batch.
   *
   * <pre>
   * batches:              | (a,1) (b,5) (a,2) |         | (a,4) |
   * reduceByKey(sum):     | (a,3) (b,5)       |         | (a,4) |
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @return one pair for each key that has values in a batch
   */
  public PairDStream<K, V> reduceByKey(BinaryOperator<V> function) {
    Objects.requireNonNull(function, "function");
    return aggregate(new Reducer<>(function, values), Optional.empty(), values);
  }

  /**
   * Reduces the values of each key in each window.
   *
   * <pre>
   * windows of 10 s every 5 s, sum:   (a,1) at 3 s, (a,2) at 7 s
   * [-5, 5):  (a,1)      [0, 10):  (a,3)      [5, 15):  (a,2)
   * </pre>
   *
   * @param function associative; makes a new value and leaves both arguments as they are
   * @param windows how time is cut
   * @return one pair for each key that has values in a window, when the window closes
   */
  public PairDStream<K, V> reduceByKeyAndWindow(BinaryOperator<V> function, Windows windows) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(windows, "windows");
    return aggregate(new Reducer<>(function, values), Optional.of(windows), values);
  }

  /**
   * Aggregates the values of each key in each batch.
   *
   * <pre>
   * batches:                   | (a,1.0) (a,4.0)                  |    | (a,3.0) |
   * aggregateByKey(stats, ..): | (a, count 2, average 2.5, ..)    |    | (a, count 1, average 3.0, ..) |
   * </pre>
   *
   * @param <P> the type of the partials
   * @param <R> the type of the results
   * @param aggregator how values are put together
   * @param results writes results
   * @return one pair for each key that has values in a batch
   */
  public <P, R> PairDStream<K, R> aggregateByKey(Aggregator<V, P, R> aggregator, Codec<R> results) {
    Objects.requireNonNull(aggregator, "aggregator");
    return aggregate(aggregator, Optional.empty(), results);
  }

  /**
   * Aggregates the values of each key in each batch, with functions as in Spark; see {@link
   * Aggregator} for what they must keep to.
   *
   * <pre>
   * batches:                                            | (a,1) (b,5) (a,2)  |
   * aggregateByKey("", s + v, s + s, string()):         | (a,"12") (b,"5")   |
   * </pre>
   *
   * @param <P> the type of the partials, which are the results too
   * @param zero gives a new partial of no values each time
   * @param add puts a value to a partial, which it may change
   * @param combine puts the right partial to the left one, which it may change
   * @param codec writes partials
   * @return one pair for each key that has values in a batch
   */
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
   *
   * @param <P> the type of the partials
   * @param <R> the type of the results
   * @param aggregator how values are put together
   * @param windows how time is cut
   * @param results writes results
   * @return one pair for each key that has values in a window, when the window closes
   */
  public <P, R> PairDStream<K, R> aggregateByKeyAndWindow(
      Aggregator<V, P, R> aggregator, Windows windows, Codec<R> results) {
    Objects.requireNonNull(aggregator, "aggregator");
    Objects.requireNonNull(windows, "windows");
    return aggregate(aggregator, Optional.of(windows), results);
  }

  /**
   * Aggregates the values of each key in each window, with functions as in Spark; see {@link
   * Aggregator} for what they must keep to.
   *
   * <pre>
   * windows of 10 s, "", s + v, s + s:   (a,1) at 3 s, (a,2) at 7 s, (a,4) at 12 s
   * [0, 10):  (a,"12")      [10, 20):  (a,"4")
   * </pre>
   *
   * @param <P> the type of the partials, which are the results too
   * @param zero gives a new partial of no values each time
   * @param add puts a value to a partial, which it may change
   * @param combine puts the right partial to the left one, which it may change
   * @param windows how time is cut
   * @param codec writes partials
   * @return one pair for each key that has values in a window, when the window closes
   */
  public <P> PairDStream<K, P> aggregateByKeyAndWindow(
      Supplier<P> zero,
      BiFunction<P, V, P> add,
      BinaryOperator<P> combine,
      Windows windows,
      Codec<P> codec) {
    Objects.requireNonNull(windows, "windows");
    return aggregate(new Folder<>(zero, add, combine, codec), Optional.of(windows), codec);
  }

  /**
   * Calls a function with the pairs of each batch and bucket; see {@link DStream#foreachBatch}.
   *
   * @param function takes the pairs; where it throws, the bucket waits and the call is repeated
   */
  public void foreachBatch(BatchFunction<Pair<K, V>> function) {
    foreachBatch(name, both(keys, values), function);
  }

  private <P, R> PairDStream<K, R> aggregate(
      Aggregator<V, P, R> aggregator, Optional<Windows> windows, Codec<R> results) {
    return aggregate(aggregator, windows, results, Optional.empty(), Optional.empty());
  }

  <P, R> PairDStream<K, R> aggregate(
      Aggregator<V, P, R> aggregator,
      Optional<Windows> windows,
      Codec<R> results,
      Optional<OutputMode> mode,
      Optional<EarlyResults> early) {
    Cut cut = windows.isPresent() ? new Cut(windows, Optional.empty()) : Cut.of(node);
    Node aggregate =
        new Node.Aggregate(
            name,
            windows.isPresent() ? collected().node : node,
            cast(keys),
            cast(values),
            cast(counts(early) ? Counted.by(aggregator) : aggregator),
            cut.windows(),
            cut.resultsOf(),
            mode,
            early);
    return new PairDStream<>(context, aggregate, keys, results);
  }

  private static boolean counts(Optional<EarlyResults> early) {
    return early.filter(EarlyResults.EveryRecords.class::isInstance).isPresent();
  }

  /** The codec of the pairs. */
  Codec<Pair<K, V>> codec() {
    return both(keys, values);
  }

  /** The codec of both together, missing where one is. */
  static <A, B> Codec<Pair<A, B>> both(Codec<A> one, Codec<B> other) {
    return one == null || other == null ? null : Pair.codec(one, other);
  }

  /** A codec made of another one, missing where that is. */
  static <A, B> Codec<B> derived(Codec<A> codec, Function<Codec<A>, Codec<B>> maker) {
    return codec == null ? null : maker.apply(codec);
  }
}
