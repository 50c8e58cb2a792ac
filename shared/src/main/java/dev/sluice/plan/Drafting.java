package dev.sluice.plan;

import dev.sluice.api.batch.Partitions;
import dev.sluice.api.graph.Definition;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the blueprint of a graph that has been found right. */
final class Drafting {
  private final Graph graph;
  private final SortedMap<String, Part> parts = new TreeMap<>();

  private Drafting(Graph graph) {
    this.graph = graph;
  }

  static Blueprint of(Graph graph, List<Operator> operators, Definition definition) {
    Drafting drafting = new Drafting(graph);
    operators.forEach(drafting::add);
    graph.sinkIds.keySet().forEach(node -> drafting.add((Node.Sink) node));
    SortedSet<String> streams = new TreeSet<>();
    graph.sources.forEach(source -> streams.add(source.stream()));
    List<String> eventTimes = graph.eventTimes.stream().map(drafting::eventTime).toList();
    return new Blueprint(definition.watermarks() + "", eventTimes, streams, drafting.parts);
  }

  private String eventTime(Node.EventTime time) {
    return "out of order by "
        + time.outOfOrderness()
        + ", ahead by "
        + time.maxAhead()
        + Blueprint.OF
        + String.join(" and ", from(time));
  }

  private void add(Operator operator) {
    if (operator instanceof Operator.Aggregation aggregation) {
      Node.Aggregate node = aggregation.node();
      SortedMap<String, String> traits = traits(operator, node.keys());
      traits.put("values", shape(node.values()));
      traits.put("partials", shape(node.aggregator().codec()));
      node.windows().ifPresent(of -> traits.put("windows", "" + of));
      if (node.windows().isPresent() && Partitions.isCut(node)) {
        traits.put(Part.PARTITIONS, "" + partitions(node)); // panes are kept by their numbers
      }
      node.resultsOf().ifPresent(of -> traits.put("windows of its input", "" + of));
      node.mode().ifPresent(mode -> traits.put("mode", "" + mode));
      node.early().ifPresent(early -> traits.put("early results", "" + early));
      put(operator, "aggregation", node, traits);
    } else if (operator instanceof Operator.Keyed keyed) {
      Node.Keyed node = keyed.node();
      SortedMap<String, String> traits = traits(operator, node.keys());
      node.ports().forEach(port -> traits.put("input " + port.index(), shape(port.values())));
      node.state().ifPresent(state -> traits.put("state", shape(state)));
      traits.put("settings", "" + node.traits());
      traits.put("initial states", node.initial().isEmpty() ? "none" : "some");
      put(operator, node.kind(), node, traits);
    }
  }

  private static SortedMap<String, String> traits(Operator operator, Codec<?> keys) {
    SortedMap<String, String> traits = new TreeMap<>();
    traits.put(Part.STAGE, "" + operator.stage());
    traits.put("declarations of event time", "" + operator.clocks());
    traits.put("keys", shape(keys));
    return traits;
  }

  /** Into how many partitions the values of a node are cut. */
  private static SortedSet<Integer> partitions(Node node) {
    if (node instanceof Node.Stateless stateless
        && stateless.step() instanceof Partitions.Cutting cutting) {
      return new TreeSet<>(List.of(cutting.count()));
    }
    SortedSet<Integer> all = new TreeSet<>();
    node.inputs().forEach(input -> all.addAll(partitions(input)));
    return all;
  }

  private void put(Operator operator, String kind, Node node, SortedMap<String, String> traits) {
    parts.put(Part.operator(operator.id()), new Part(kind, traits, from(node)));
  }

  private void add(Node.Sink sink) {
    SortedMap<String, String> traits = new TreeMap<>();
    int stage = graph.inputStage(sink) + (graph.isFused(sink) ? 0 : 1);
    traits.put(Part.STAGE, stage + (graph.isFused(sink) ? ", with its operator" : ""));
    traits.put("directories", graph.namedByWindow.get(sink) ? "by window" : "by batch");
    String kind = "foreachBatch";
    if (sink instanceof Node.Files files) {
      kind = Part.FILES;
      traits.put("suffix", files.suffix());
      traits.put("form", files.getClass().getSimpleName());
    } else if (sink instanceof Node.Print) {
      kind = Part.PRINT;
    }
    if (sink instanceof Node.ObjectFiles files) {
      traits.put("rows", shape(files.codec()));
    } else if (sink instanceof Node.FormattedFiles files) {
      // In its operator's lanes no row outlives its step, and a schema may grow.
      traits.put("rows", graph.isFused(sink) ? Part.ANY : shape(files.codec()));
    } else if (sink instanceof Node.Batches batches) {
      traits.put("rows", shape(batches.codec()));
    }
    parts.put(Part.sink(graph.sinkIds.get(sink)), new Part(kind, traits, from(sink)));
  }

  private SortedSet<String> from(Node node) {
    SortedSet<String> from = new TreeSet<>();
    for (Node root : graph.roots(node)) {
      from.add(
          root instanceof Node.Source source
              ? Part.stream(source.stream())
              : Part.operator(graph.id(root)));
    }
    return from;
  }

  private static String shape(Codec<?> codec) {
    return codec.shape();
  }
}
