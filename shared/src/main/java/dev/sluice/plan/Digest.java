package dev.sluice.plan;

import dev.sluice.api.WatermarkPolicy;
import dev.sluice.api.graph.Definition;
import dev.sluice.api.graph.InitialState;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteOutput;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * Digests what of a graph decides results: nodes, ids, windows, durations and tables. What
 * functions do inside cannot be seen.
 */
final class Digest {
  private static final String VERSION = "2";

  private Digest() {}

  static String of(
      Graph graph, List<Operator> operators, Definition definition, Blueprint blueprint) {
    ByteOutput out = new ByteOutput();
    out.writeString("sluice graph " + VERSION);
    out.writeUnsigned(graph.nodes.size());
    for (Node node : graph.nodes) {
      out.writeString(graph.id(node)).writeString(describe(node));
      out.writeUnsigned(node.inputs().size());
      node.inputs().forEach(input -> out.writeString(graph.id(input)));
    }
    out.writeUnsigned(operators.size());
    operators.forEach(each -> out.writeUnsigned(each.stage()).writeString(each.id()));
    SortedMap<String, List<String>> tables = definition.tables();
    tables.forEach(
        (name, lines) -> {
          out.writeString(name).writeUnsigned(lines.size());
          lines.forEach(out::writeString);
        });
    definition.sides().broadcastNames().stream()
        .sorted()
        .forEach(name -> out.writeString("broadcast " + name));
    if (definition.watermarks() != WatermarkPolicy.MIN) {
      out.writeString("watermarks " + definition.watermarks());
    }
    if (definition.dropsLate()) {
      out.writeString("drops late");
    }
    out.writeBytes(blueprint.encode());
    return HexFormat.of().formatHex(sha256(out.toByteArray()));
  }

  private static String describe(Node node) {
    if (node instanceof Node.Source source) {
      return source.stream();
    } else if (node instanceof Node.EventTime time) {
      return time.outOfOrderness() + " " + time.maxAhead();
    } else if (node instanceof Node.Aggregate aggregate) {
      String results = aggregate.resultsOf().map(of -> " results of " + of).orElse("");
      String mode = aggregate.mode().map(said -> " " + said).orElse("");
      String early = aggregate.early().map(often -> " " + often).orElse("");
      return aggregate.windows() + results + mode + early;
    } else if (node instanceof Node.Windowing windowing) {
      return windowing.windows().toString();
    } else if (node instanceof Node.Stateless stateless) {
      return "Stateless" + stateless.step().parameters();
    } else if (node instanceof Node.Keyed keyed) {
      return keyed.kind() + " " + keyed.traits() + digest(keyed.initial());
    } else if (node instanceof Node.Files files) {
      return files.prefix() + "." + files.suffix() + form(files);
    }
    return node.getClass().getSimpleName();
  }

  /** How files are made. What a format does inside cannot be seen: a schema may grow. */
  private static String form(Node.Files files) {
    if (files instanceof Node.FormattedFiles) {
      return " format";
    }
    return files instanceof Node.ObjectFiles ? " objects" : "";
  }

  private static String digest(InitialState initial) {
    if (initial.isEmpty()) {
      return "";
    }
    ByteOutput out = new ByteOutput();
    initial.entries().forEach(each -> out.writeBytes(each.key()).writeBytes(each.state()));
    return " initial " + HexFormat.of().formatHex(sha256(out.toByteArray()));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
