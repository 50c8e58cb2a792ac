package dev.sluice.api;

import dev.sluice.api.batch.Grouping;
import dev.sluice.api.batch.Place;
import dev.sluice.api.graph.Cut;
import dev.sluice.api.graph.Node;
import dev.sluice.api.graph.Texts;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.List;
import java.util.Optional;

/**
 * Values of a windowed stream as results of its windows, for what takes values one by one: sinks,
 * and operators that look at the window. Streams that are not windowed stay as they are.
 */
final class Collected {
  private Collected() {}

  /** The values' texts, for sinks of text. */
  static Node text(Optional<String> name, Node node) {
    if (!Cut.of(node).isWindowed()) {
      return node;
    }
    Node texts =
        new Node.Stateless("text", node, (value, element, out) -> out.accept(Texts.of(value)));
    return values(name, texts, Codecs.string());
  }

  /** The values under the keys they came with, in the order (pane, interval, lane, position). */
  static <T> Node values(Optional<String> name, Node node, Codec<T> codec) {
    Cut cut = Cut.of(node);
    if (!cut.isWindowed()) {
      return node;
    }
    Node placed =
        new Node.Stateless(
            "place",
            node,
            (value, element, out) -> out.accept(Pair.of(new Place(element.key()), value)));
    Node lists =
        new Node.Aggregate(
            name,
            placed,
            DStream.cast(Place.CODEC),
            DStream.cast(codec),
            DStream.cast(new Grouping<>(codec)),
            cut.windows());
    return each(lists);
  }

  /** The values of pairs of a key and a list. */
  static Node each(Node lists) {
    return new Node.Stateless(
        "each",
        lists,
        (value, element, out) -> ((List<?>) ((Pair<?, ?>) value).value()).forEach(out));
  }
}
