package dev.sluice.api;

import dev.sluice.api.batch.Partitions;
import dev.sluice.api.batch.Passing;
import dev.sluice.api.graph.Cut;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Partitions of a batch. A partition is a range of key groups: values with the same key of the last
 * shuffle, or the same partition key where there was none, are in one partition, whichever shards
 * and calls they came by. So how a stream is read changes no partition.
 */
interface PartitionOperators<T> {
  /** How many partitions a batch has that was not cut by {@code repartition}. */
  int DEFAULT_PARTITIONS = 8;

  /** The stream that these are methods of. */
  DStream<T> self();

  /**
   * Cuts each batch into partitions, which {@code mapPartitions} and {@code glom} go by, through a
   * shuffle: what follows runs in the buckets. Values of one key stay together and keep their order
   * and their event times.
   *
   * <pre>
   * partition keys:        k   l   k   m             n of key groups: k, l are low, m is high
   * this:                  1   2   3   4
   * repartition(2, ..):    | 1 2 3 | 4 |
   * </pre>
   *
   * @param partitions how many, 1 to 1,024; some may stay empty
   * @param codec writes values
   * @return the same values
   */
  default DStream<T> repartition(int partitions, Codec<T> codec) {
    DStream<T> stream = self();
    if (partitions < 1 || partitions > Partitions.MAX) {
      stream.context.fault(
          "SLUICE-P32 repartition("
              + partitions
              + ") is not possible: take 1 to "
              + Partitions.MAX
              + " partitions, which is the number of key groups");
      return stream;
    }
    Node pairs = new Node.Stateless("partition", stream.node, new Partitions.Cutting(partitions));
    if (Cut.of(stream.node).windows().isPresent()) {
      return new DStream<>(
          stream.context, Collected.each(Partitioned.lists(stream.name(), pairs, codec)));
    }
    Passing logic = new Passing();
    Node.Port port = new Node.Port(pairs, 0, DStream.cast(Partitions.CODEC), DStream.cast(codec));
    return new DStream<>(
        stream.context,
        new Node.Keyed(
            stream.name(), "repartition", List.of(port), Optional.empty(), logic, logic.traits()));
  }

  /**
   * Makes values of all values of a partition: of a batch, or of a window of a windowed stream. The
   * partitions are those of the last {@code repartition} with only operators on single values
   * behind it, otherwise {@value DEFAULT_PARTITIONS}. The function is not called for empty
   * partitions. Where it throws, the partition becomes a dead letter.
   *
   * <pre>
   * repartition(2, ..):                    | 1 2 3 | 4 |     |   | 5 |
   * mapPartitions(sum of list, ..):        | 6     | 4 |     |   | 5 |
   * </pre>
   *
   * @param <U> the type of the results
   * @param function makes none, one or several values of a partition's, which stand in the order of
   *     lane and position
   * @param codec writes values
   * @return the results, with the time of the batch's border or of the window's end
   */
  default <U> DStream<U> mapPartitions(
      Fn<? super List<T>, ? extends Iterable<? extends U>> function, Codec<T> codec) {
    Objects.requireNonNull(function, "function");
    return glom(codec).flatMap(function);
  }

  /**
   * Gives the values of each partition as a list; see {@link #mapPartitions}. Empty partitions give
   * none.
   *
   * <pre>
   * repartition(2, ..):    | 1 2 3       | 4   |     |   | 5   |
   * glom(..):              | [1, 2, 3]   | [4] |     |   | [5] |
   * </pre>
   *
   * @param codec writes values
   * @return the lists, with the time of the batch's border or of the window's end
   */
  default DStream<List<T>> glom(Codec<T> codec) {
    DStream<T> stream = self();
    Node.Step step =
        Partitions.isCut(stream.node)
            ? Partitions.keep()
            : new Partitions.Cutting(DEFAULT_PARTITIONS);
    Node pairs = new Node.Stateless("partition", stream.node, step);
    return new DStream<Pair<Integer, List<T>>>(
            stream.context, Partitioned.lists(stream.name(), pairs, codec))
        .map(Pair::value);
  }

  /**
   * Keeps the values of some batches: those whose border lies in {@code [from, to]}, both
   * inclusive, as in Spark, where a batch has the time of its border too. Results of windows are
   * kept where the window's end lies there.
   *
   * <pre>
   * batches of 10 s:               [0, 10)   [10, 20)   [20, 30)   [30, 40)
   * this:                          1         2          3          4
   * slice(20 s, 30 s):                       2          3
   * </pre>
   *
   * @param from the least border
   * @param to the greatest border; none is kept if it is less than {@code from}
   * @return the values that are kept
   */
  default DStream<T> slice(Instant from, Instant to) {
    return self().stateless("slice", new Slice(from, to));
  }
}
