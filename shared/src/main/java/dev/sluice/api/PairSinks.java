package dev.sluice.api;

import java.util.Objects;

/** Ends of a stream of pairs, whose codecs are known. */
interface PairSinks<K, V> {

  /** The pairs. */
  PairDStream<K, V> self();

  /** Writes each pair; see {@link DStream#saveAsObjectFiles}. */
  default void saveAsObjectFiles(String prefix, String suffix) {
    self().saveAsObjectFiles(prefix, suffix, self().codec());
  }

  /** Writes each pair into files in {@code prefix-<border>}, without a suffix. */
  default void saveAsObjectFiles(String prefix) {
    saveAsObjectFiles(prefix, "");
  }

  /** Calls a function with the pairs and a client; see {@link DStream#foreachPartition}. */
  default <C> void foreachPartition(
      ClientFactory<C> client, PartitionFunction<C, Pair<K, V>> function) {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(function, "function");
    self()
        .foreachBatch(
            self().name, self().codec(), new WarmSink<>("", WarmSink.of(client, function)));
  }

  /** Hands the pairs to a sink; see {@link DStream#saveTo}. */
  default void saveTo(String name, Sink<Pair<K, V>> sink) {
    self().saveTo(name, self().codec(), sink);
  }
}
