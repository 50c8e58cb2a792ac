package dev.sluice.plan;

import dev.sluice.api.WatermarkPolicy;
import dev.sluice.api.graph.Definition;
import dev.sluice.api.graph.Node;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.SourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks a graph, reports all faults together, and cuts it into operators and stages. */
final class Planner {
  private final Definition definition;
  private final Graph graph;
  private final List<String> faults = new ArrayList<>();

  Planner(Definition definition) {
    this.definition = definition;
    this.graph = new Graph(definition.sinks());
    faults.addAll(definition.faults());
  }

  /**
   * The faults of what an app has defined before it threw. More may have been to come: what is
   * missing is no fault.
   */
  List<String> faultsSoFar() {
    NodeChecks checks = new NodeChecks(graph, faults);
    graph.nodes.forEach(checks::check);
    return faults;
  }

  /** One name leads to one source: lanes and positions are kept under it. */
  private void sameSources() {
    Map<SourceId, PullSource> found = new HashMap<>();
    for (Node.Source source : graph.sources) {
      PullSource own = source.own().orElse(null);
      if (own != null
          && found.putIfAbsent(source.id(), own) != null
          && found.get(source.id()) != own) {
        faults.add(
            "SLUICE-P40 '"
                + source.id().name()
                + "' names two sources; give each a name of its own, or read one object twice");
      }
    }
  }

  Plan plan() {
    if (definition.sinks().isEmpty()) {
      faults.add(
          "SLUICE-P02 the app has no sink; end a stream with saveAsTextFiles, print or"
              + " foreachBatch");
    }
    List<Operator> operators = new ArrayList<>();
    NodeChecks checks = new NodeChecks(graph, faults);
    WindowingChecks windowing = new WindowingChecks(graph, faults);
    EventTimes eventTimes = new EventTimes(graph, faults);
    for (Node node : graph.nodes) {
      checks.check(node);
      windowing.check(node);
      if (node instanceof Node.Aggregate aggregate) {
        operators.add(
            new Operator.Aggregation(
                graph.id(node), graph.stage(node), aggregate, eventTimes.of(aggregate)));
      } else if (node instanceof Node.Keyed keyed) {
        List<Integer> by = eventTimes.of(keyed);
        Duration outOfOrderness = graph.longestOutOfOrderness(by);
        operators.add(
            new Operator.Keyed(graph.id(node), graph.stage(node), keyed, by, outOfOrderness));
      } else if (node instanceof Node.Sink sink && !graph.isFused(sink)) {
        operators.add(new Operator.SinkRows(graph.id(node), 1 + graph.inputStage(node), sink));
      }
    }
    graph.sources.stream()
        .map(Node.Source::stream)
        .distinct()
        .forEach(name -> operators.add(new Operator.DeadLetters(Plan.deadLetters(name), 1, name)));
    sameSources();
    new NameChecks(graph, faults).check(definition, operators);
    new SideChecks(faults).check(definition.sides());
    if (!faults.isEmpty()) {
      throw new PlanException(faults);
    }
    if (definition.watermarks() == WatermarkPolicy.MAX) {
      SharedClocks.share(operators);
    }
    operators.sort(Comparator.comparingInt(Operator::stage).thenComparing(Operator::id));
    Blueprint blueprint = Drafting.of(graph, operators, definition);
    String digest = Digest.of(graph, operators, definition, blueprint);
    return new Plan(graph, operators, definition, digest, blueprint);
  }
}
