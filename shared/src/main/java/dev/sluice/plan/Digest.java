package dev.sluice.plan;

import dev.sluice.api.graph.Node;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests what of a graph decides results: nodes, ids, windows, durations and tables. What
 * functions do inside cannot be seen.
 */
final class Digest {
  private static final String VERSION = "1";

  private Digest() {}

  static String of(Graph graph, List<Operator> operators, Map<String, List<String>> tables) {
    StringBuilder text = new StringBuilder("sluice graph " + VERSION + "\n");
    for (Node node : graph.nodes) {
      text.append(graph.id(node)).append(' ').append(describe(node)).append(" <-");
      node.inputs().forEach(input -> text.append(' ').append(graph.id(input)));
      text.append('\n');
    }
    operators.forEach(each -> text.append(each.stage()).append(' ').append(each.id()).append('\n'));
    new TreeMap<>(tables)
        .forEach(
            (name, lines) -> text.append(name).append(lines.size()).append(lines).append('\n'));
    return HexFormat.of().formatHex(sha256(text.toString()));
  }

  private static String describe(Node node) {
    if (node instanceof Node.Source source) {
      return source.stream();
    } else if (node instanceof Node.EventTime time) {
      return time.outOfOrderness() + " " + time.maxAhead();
    } else if (node instanceof Node.Aggregate aggregate) {
      return aggregate.windows().toString();
    } else if (node instanceof Node.TextFiles files) {
      return files.prefix() + "." + files.suffix();
    }
    return node.getClass().getSimpleName();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
