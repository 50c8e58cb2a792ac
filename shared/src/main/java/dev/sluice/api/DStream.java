package dev.sluice.api;

import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A stream of values, cut into batches by arrival time. Methods make new streams and never change
 * this one. Functions that are passed in may throw: the record then becomes a dead letter.
 *
 * @param <T> the type of the values
 */
public class DStream<T> {
  final StreamContext context;
  final Node node;

  DStream(StreamContext context, Node node) {
    this.context = context;
    this.node = node;
  }

  /**
   * Applies a function to each value.
   *
   * <pre>
   * this:          1   2   3
   * map(x -> 2x):  2   4   6
   * </pre>
   */
  public <U> DStream<U> map(Fn<? super T, ? extends U> function) {
    Objects.requireNonNull(function, "function");
    return stateless(
        "map", (value, element, out) -> out.accept(function.apply(DStream.<T>cast(value))));
  }

  /** Applies a function that gives any number of values for each value, in order. */
  public <U> DStream<U> flatMap(Fn<? super T, ? extends Iterable<? extends U>> function) {
    Objects.requireNonNull(function, "function");
    return stateless(
        "flatMap",
        (value, element, out) -> {
          for (U each : function.apply(DStream.<T>cast(value))) {
            out.accept(each);
          }
        });
  }

  /**
   * Keeps the values for which a condition holds.
   *
   * <pre>
   * this:              1   2   3   4
   * filter(x -> x>2):          3   4
   * </pre>
   */
  public DStream<T> filter(Predicate<? super T> condition) {
    return new DStream<>(context, filtered(condition));
  }

  /**
   * Makes pairs, which can be aggregated by key. The codecs say how keys and values are written
   * where they cross from a shard to a bucket.
   */
  public <K, V> PairDStream<K, V> mapToPair(
      Fn<? super T, Pair<K, V>> function, Codec<K> keys, Codec<V> values) {
    Objects.requireNonNull(function, "function");
    Node pairs =
        new Node.Stateless(
            "mapToPair",
            node,
            (value, element, out) -> out.accept(function.apply(DStream.<T>cast(value))));
    return new PairDStream<>(context, pairs, keys, values);
  }

  /** Makes pairs of a key computed from the value, and the value. */
  public <K> PairDStream<K, T> keyBy(
      Fn<? super T, ? extends K> key, Codec<K> keys, Codec<T> values) {
    return mapToPair(value -> Pair.of(key.apply(value), value), keys, values);
  }

  /** The values of both streams. */
  public DStream<T> union(DStream<T> other) {
    return new DStream<>(context, joined(other));
  }

  /**
   * Declares event time: when things happened, as opposed to when they arrived. Windows behind this
   * operator are windows of event time. The watermark is the newest event time of all shards in the
   * batches so far, minus {@code outOfOrderness}; it never goes back.
   *
   * <p>An event time more than an hour ahead of the record's arrival is taken for a wrong clock:
   * the record goes to the late outputs and does not move the watermark. {@link #withEventTime(Fn,
   * Duration, Duration)} sets another limit.
   *
   * <pre>
   * event times of batch 1:   12:00  12:03  12:01     watermark (2 min):  12:01
   * event times of batch 2:   12:00  12:02            watermark:          12:01
   * </pre>
   *
   * @param outOfOrderness how much older than the newest record one may be and still be in time
   */
  public DStream<T> withEventTime(Fn<? super T, Instant> eventTime, Duration outOfOrderness) {
    return withEventTime(eventTime, outOfOrderness, Duration.ofHours(1));
  }

  /** As above, with a limit for how far an event time may be ahead of the arrival stamp. */
  public DStream<T> withEventTime(
      Fn<? super T, Instant> eventTime, Duration outOfOrderness, Duration maxAhead) {
    Objects.requireNonNull(eventTime, "eventTime");
    return new DStream<>(
        context,
        new Node.EventTime(
            node,
            value -> eventTime.apply(DStream.<T>cast(value)).toEpochMilli(),
            outOfOrderness,
            maxAhead));
  }

  /**
   * Writes each value, as {@link String#valueOf}, as a line of a file. The files of a batch are
   * {@code prefix-<border>.suffix/part-<bucket>}, where the border is the end of the batch
   * interval, or of the window that the values come from, in milliseconds since 1970-01-01T00:00Z.
   * A file {@code _SUCCESS} beside them says that all are there. Lines are sorted by key; a stream
   * without keys has its records' partition keys. Equal keys keep the order of arrival.
   *
   * @param prefix a path, unique in the app
   * @param suffix without a dot; none where empty
   */
  public void saveAsTextFiles(String prefix, String suffix) {
    context.register(new Node.TextFiles(node, prefix, suffix));
  }

  /** As above without a suffix. */
  public void saveAsTextFiles(String prefix) {
    saveAsTextFiles(prefix, "");
  }

  /** Prints the first ten values of each batch and bucket, as Spark does. */
  public void print() {
    print(10);
  }

  /** Prints the first values of each batch and bucket. A restarted process may repeat a batch. */
  public void print(int rows) {
    context.register(new Node.Print(node, rows));
  }

  /**
   * Calls a function with the rows of each batch and bucket, at least once, always with the same
   * rows for the same {@link BatchInfo}.
   */
  public void foreachBatch(Codec<T> codec, BatchFunction<T> function) {
    foreachBatch(Optional.empty(), codec, function);
  }

  final void foreachBatch(Optional<String> name, Codec<T> codec, BatchFunction<T> function) {
    Objects.requireNonNull(function, "function");
    BatchFunction<Object> call = (rows, info) -> function.accept(DStream.<List<T>>cast(rows), info);
    context.register(new Node.Batches(name, node, cast(codec), call));
  }

  final Node filtered(Predicate<? super T> condition) {
    Objects.requireNonNull(condition, "condition");
    return new Node.Stateless(
        "filter",
        node,
        (value, element, out) -> {
          if (condition.test(DStream.<T>cast(value))) {
            out.accept(value);
          }
        });
  }

  final Node joined(DStream<?> other) {
    return new Node.Union(List.of(node, other.node));
  }

  final <U> DStream<U> stateless(String kind, Node.Step step) {
    return new DStream<>(context, new Node.Stateless(kind, node, step));
  }

  /** The graph is built from typed parts only, so what comes out of a node has the node's type. */
  @SuppressWarnings("unchecked")
  static <T> T cast(Object value) {
    return (T) value;
  }
}
