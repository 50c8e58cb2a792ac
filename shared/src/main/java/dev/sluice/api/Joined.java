package dev.sluice.api;

import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pairs that joins make of the values of a key. */
final class Joined {
  private Joined() {}

  static <V, W> List<Pair<V, W>> inner(Pair<List<V>, List<W>> groups) {
    return product(groups.key(), groups.value());
  }

  static <V, W> List<Pair<V, Optional<W>>> left(Pair<List<V>, List<W>> groups) {
    return product(groups.key(), options(groups.value()));
  }

  static <V, W> List<Pair<Optional<V>, W>> right(Pair<List<V>, List<W>> groups) {
    return product(options(groups.key()), groups.value());
  }

  static <V, W> List<Pair<Optional<V>, Optional<W>>> full(Pair<List<V>, List<W>> groups) {
    return product(options(groups.key()), options(groups.value()));
  }

  /** A codec where there is one for what may be absent. */
  static <E> Codec<Optional<E>> optional(Codec<E> codec) {
    return PairDStream.derived(codec, Codecs::optional);
  }

  private static <A, B> List<Pair<A, B>> product(List<A> lefts, List<B> rights) {
    List<Pair<A, B>> pairs = new ArrayList<>();
    for (A left : lefts) {
      for (B right : rights) {
        pairs.add(Pair.of(left, right));
      }
    }
    return pairs;
  }

  /** Each value, or one absent value where there is none. */
  private static <E> List<Optional<E>> options(List<E> values) {
    return values.isEmpty()
        ? List.of(Optional.empty())
        : values.stream().map(Optional::ofNullable).toList();
  }
}
