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
 * A stream of values, cut into batches by arrival time: batch k holds what arrived in {@code [k*T,
 * (k+1)*T)} since 1970-01-01T00:00Z, where T is the batch interval. Methods make new streams and
 * never change this one, so that several operators may follow one stream.
 *
 * <p>Functions that are passed in may throw: the record then becomes a dead letter, has no effect
 * anywhere, and the records around it go on. They are called again when a batch is repeated, and
 * must give the same result then: no clock, no random numbers, no state.
 *
 * <p>What is wrong with a graph is reported when it is planned, all of it together, as a {@code
 * PlanException}.
 *
 * @param <T> the type of the values
 */
public class DStream<T>
    implements BatchOperators<T>,
        WindowOperators<T>,
        OutputModes<T>,
        GlobalWindowOperators<T>,
        PartitionOperators<T>,
        Transforms<T>,
        Deduplication<T>,
        Sinks<T> {
  /** How far an event time may be ahead of the record's arrival, unless another limit is given. */
  public static final Duration DEFAULT_MAX_AHEAD = Duration.ofHours(1);

  final StreamContext context;
  final Node node;

  DStream(StreamContext context, Node node) {
    this.context = context;
    this.node = node;
  }

  /** The name for an operator put right behind it, see {@link PairDStream#named}. */
  Optional<String> name() {
    return Optional.empty();
  }

  /** This stream. */
  @Override
  public DStream<T> self() {
    return this;
  }

  /**
   * Applies a function to each value.
   *
   * <pre>
   * this:          1   2   3
   * map(x -> 2x):  2   4   6
   * </pre>
   *
   * @param <U> the type of the results
   * @param function makes a value of a value
   * @return the results, in the order of the values
   */
  public <U> DStream<U> map(Fn<? super T, ? extends U> function) {
    Objects.requireNonNull(function, "function");
    return stateless(
        "map", (value, element, out) -> out.accept(function.apply(DStream.<T>cast(value))));
  }

  /**
   * Applies a function that gives any number of values for each value.
   *
   * <pre>
   * this:                      "a b"   ""   "c"
   * flatMap(line -> words):    "a" "b"      "c"
   * </pre>
   *
   * @param <U> the type of the results
   * @param function makes none, one or several values of a value
   * @return the results, in order
   */
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
   *
   * @param condition says what is kept
   * @return the values that are kept
   */
  public DStream<T> filter(Predicate<? super T> condition) {
    return new DStream<>(context, filtered(condition));
  }

  /**
   * Makes pairs, which can be aggregated by key. The codecs say how keys and values are written
   * where they cross from a shard to a bucket.
   *
   * <pre>
   * this:                                     "a,1"   "b,2"
   * mapToPair(line -> (first, second), ..):   (a,1)   (b,2)
   * </pre>
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param function makes a pair of a value
   * @param keys writes keys; keys with equal bytes are one key
   * @param values writes values
   * @return the pairs, in the order of the values
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

  /**
   * Makes none, one or several pairs of each value, as {@link #flatMap} makes values.
   *
   * <pre>
   * this:                                        "a b"            ""   "b"
   * flatMapToPair(line -> a pair (word, 1) each): (a,1) (b,1)           (b,1)
   * </pre>
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param function makes pairs of a value
   * @param keys writes keys; keys with equal bytes are one key
   * @param values writes values
   * @return the pairs, in order
   */
  public <K, V> PairDStream<K, V> flatMapToPair(
      Fn<? super T, ? extends Iterable<Pair<K, V>>> function, Codec<K> keys, Codec<V> values) {
    return this.<Pair<K, V>>flatMap(function).mapToPair(pair -> pair, keys, values);
  }

  /**
   * Makes pairs of a key computed from the value, and the value.
   *
   * <pre>
   * this:                     "apple"       "ant"       "bee"
   * keyBy(first letter, ..):  (a,"apple")   (a,"ant")   (b,"bee")
   * </pre>
   *
   * @param <K> the type of the keys
   * @param key computes the key
   * @param keys writes keys; keys with equal bytes are one key
   * @param values writes values
   * @return the pairs, in the order of the values
   */
  public <K> PairDStream<K, T> keyBy(
      Fn<? super T, ? extends K> key, Codec<K> keys, Codec<T> values) {
    Objects.requireNonNull(key, "key");
    return mapToPair(value -> Pair.of(key.apply(value), value), keys, values);
  }

  /**
   * The values of both streams; what is in both comes twice.
   *
   * <pre>
   * this:    1       3
   * other:       2       3
   * union:   1   2   3   3
   * </pre>
   *
   * @param other a stream of the same context
   * @return the values of both; between the streams there is no order
   */
  public DStream<T> union(DStream<T> other) {
    return new DStream<>(context, joined(other));
  }

  /**
   * Says that the values belong to windows: what is put together behind it, is put together for
   * each window instead of each batch, up to the first such operator; sinks write the values of
   * each window, in files that are named by the window's end. Operators on single values stay as
   * they are.
   *
   * <pre>
   * window(10 s every 5 s):   a at 3 s, b at 7 s
   * .count():                 [-5, 5):  1     [0, 10):  2      [5, 15):  1
   * .saveAsTextFiles("w"):    w-5000:   a     w-10000:  a b    w-15000:  b
   * </pre>
   *
   * <p>Each operator that puts values together keeps what it needs of the windows for itself. A
   * sink needs all values; it has them in the order of their key, then of (pane, interval, lane,
   * position).
   *
   * @param windows how time is cut
   * @return the same values, windowed
   */
  public DStream<T> window(Windows windows) {
    Objects.requireNonNull(windows, "windows");
    return new DStream<>(context, new Node.Windowing(node, windows));
  }

  /**
   * Declares event time: when things happened, as opposed to when they arrived. Windows behind this
   * operator are windows of event time. The watermark is the newest event time of all shards in the
   * batches so far, minus {@code outOfOrderness}; it moves between batches and never goes back. A
   * record is late when the watermark that held before its batch has passed all of its windows. An
   * event time ahead of the end of its batch counts as that end there: a clock that goes ahead
   * makes nobody late.
   *
   * <pre>
   * event times of batch 1:   12:00  12:03  12:01     watermark (2 min):  12:01
   * event times of batch 2:   12:00  12:02            watermark:          12:01
   * event times of batch 3:   12:07                   watermark:          12:05
   * windows of 5 min:         [12:00, 12:05) closes with batch 3, counting all six but 12:07
   * </pre>
   *
   * <p>An event time more than {@link #DEFAULT_MAX_AHEAD} ahead of the record's arrival is taken
   * for a wrong clock: the record goes to the late outputs and does not move the watermark. Event
   * times before the year 1 or behind the year 9999 are errors: the record becomes a dead letter.
   *
   * <p>Event time is declared before the first aggregation; results of windows have the time of
   * their window.
   *
   * @param eventTime gives a value's event time; fractions of a millisecond are cut off
   * @param outOfOrderness how much older than the newest record one may be and still be in time;
   *     whole milliseconds, 0 to 100 years
   * @return the same values
   */
  public DStream<T> withEventTime(Fn<? super T, Instant> eventTime, Duration outOfOrderness) {
    return withEventTime(eventTime, outOfOrderness, DEFAULT_MAX_AHEAD);
  }

  /**
   * Declares event time, with a limit for how far it may be ahead of the arrival stamp.
   *
   * @param eventTime gives a value's event time
   * @param outOfOrderness how much older than the newest record one may be and still be in time
   * @param maxAhead how far ahead of its arrival an event time may be, inclusive; whole
   *     milliseconds, 0 to 100 years
   * @return the same values
   */
  public DStream<T> withEventTime(
      Fn<? super T, Instant> eventTime, Duration outOfOrderness, Duration maxAhead) {
    Objects.requireNonNull(eventTime, "eventTime");
    Objects.requireNonNull(outOfOrderness, "outOfOrderness");
    Objects.requireNonNull(maxAhead, "maxAhead");
    return new DStream<>(
        context,
        new Node.EventTime(
            node,
            value -> CalendarTime.millis(eventTime.apply(DStream.<T>cast(value))),
            outOfOrderness,
            maxAhead));
  }

  /**
   * Writes each value, as {@link String#valueOf} or bytes as base64, as a line of a file. The files
   * of a batch are {@code prefix-<border>.suffix/part-<bucket>}, where the border is the end of the
   * batch interval, or of the window that the values come from, in milliseconds since
   * 1970-01-01T00:00Z. A file {@code _SUCCESS} beside them says that all are there. Lines are
   * sorted by key; a stream without keys has its records' partition keys. Equal keys keep the order
   * of arrival.
   *
   * <pre>
   * saveAsTextFiles("sums", "csv") with batches of 10 s, two buckets:
   * sums-10000.csv/part-00000   sums-10000.csv/part-00001   sums-10000.csv/_SUCCESS
   * sums-20000.csv/part-00001   sums-20000.csv/_SUCCESS       (bucket 0 had no rows)
   * </pre>
   *
   * <p>A window with a lateness that is published again has the border of the batch that revised it
   * behind its end: {@code sums-60000-r80000.csv}, with the keys that changed.
   *
   * @param prefix a path of letters, digits, '_', '.' and '-', unique in the app
   * @param suffix letters and digits, without a dot; none where empty
   */
  public void saveAsTextFiles(String prefix, String suffix) {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(suffix, "suffix");
    context.register(new Node.TextFiles(Collected.text(name(), node), prefix, suffix));
  }

  /**
   * Writes each value as a line of a file in {@code prefix-<border>}, without a suffix.
   *
   * @param prefix a path of letters, digits, '_', '.' and '-', unique in the app
   */
  public void saveAsTextFiles(String prefix) {
    saveAsTextFiles(prefix, "");
  }

  /** Prints the first ten values of each batch and bucket, as Spark does. */
  public void print() {
    print(10);
  }

  /**
   * Prints the first values of each batch and bucket, sorted as in files. A restarted process may
   * repeat a batch.
   *
   * <pre>
   * batches of 10 s:    | c  a  b |                         |   | d |
   * print(2):           -- print-1 1970-01-01T00:00:10Z         -- print-1 1970-01-01T00:00:30Z
   *                     a                                       d
   *                     b
   * </pre>
   *
   * @param rows how many, at least 1
   */
  public void print(int rows) {
    context.register(new Node.Print(Collected.text(name(), node), rows));
  }

  /**
   * Calls a function with the rows of each batch and bucket, at least once, always with the same
   * rows in the same order for the same {@link BatchInfo}.
   *
   * <pre>
   * batches of 10 s, two buckets:    | 1  2  3 |              |         | 4 |
   * calls:                           ([1, 3], (10 s, 0))                ([4], (30 s, 0))
   *                                  ([2], (10 s, 1)), throws
   *                                  ([2], (10 s, 1)), once more
   * </pre>
   *
   * @param codec writes values
   * @param function takes the rows; where it throws, the bucket waits and the call is repeated
   */
  public void foreachBatch(Codec<T> codec, BatchFunction<T> function) {
    foreachBatch(Optional.empty(), codec, function);
  }

  final void foreachBatch(Optional<String> name, Codec<T> codec, BatchFunction<T> function) {
    Objects.requireNonNull(function, "function");
    BatchFunction<Object> call = (rows, info) -> function.accept(DStream.<List<T>>cast(rows), info);
    Node rows = Collected.values(Optional.empty(), node, codec);
    context.register(new Node.Batches(name, rows, cast(codec), call));
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
    Objects.requireNonNull(other, "other");
    context.requireSame(other.context);
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
