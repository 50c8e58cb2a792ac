package dev.sluice.api;

import dev.sluice.api.batch.Grouping;
import dev.sluice.api.batch.Partitions;
import dev.sluice.api.graph.Cut;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import java.util.Optional;

/** The node behind operators of partitions. */
final class Partitioned {
  private Partitioned() {}

  /** Pairs of a partition's number and the list of its values, for each batch or window. */
  static <T> Node lists(Optional<String> name, Node pairs, Codec<T> codec) {
    Cut cut = Cut.of(pairs);
    return new Node.Aggregate(
        name,
        pairs,
        DStream.cast(Partitions.CODEC),
        DStream.cast(codec),
        DStream.cast(new Grouping<>(codec)),
        cut.windows(),
        cut.resultsOf());
  }
}
