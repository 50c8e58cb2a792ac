package dev.sluice.plan;

import dev.sluice.api.Windows;
import dev.sluice.api.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks a graph, reports all faults together, and cuts it into operators and stages. */
final class Planner {
  private final Graph graph;
  private final Map<String, List<String>> tables;
  private final List<String> faults = new ArrayList<>();

  Planner(List<Node.Sink> sinks, Map<String, List<String>> tables) {
    this.graph = new Graph(sinks);
    this.tables = tables;
    if (sinks.isEmpty()) {
      faults.add("SLUICE-P02 the app has no sink; end a stream with saveAsTextFiles or print");
    }
  }

  Plan plan() {
    List<Operator> operators = new ArrayList<>();
    for (Node node : graph.nodes) {
      check(node);
      if (node instanceof Node.Aggregate aggregate) {
        List<Integer> times = List.copyOf(eventTimes(aggregate));
        operators.add(
            new Operator.Aggregation(graph.id(node), graph.stage(node), aggregate, times));
      } else if (node instanceof Node.Sink sink && !graph.isFused(sink)) {
        operators.add(new Operator.SinkRows(graph.id(node), 1 + graph.inputStage(node), sink));
      }
    }
    graph.sources.stream()
        .map(Node.Source::stream)
        .distinct()
        .forEach(name -> operators.add(new Operator.DeadLetters("dead-letter/" + name, 1, name)));
    checkNames();
    if (!faults.isEmpty()) {
      throw new PlanException(faults);
    }
    operators.sort(Comparator.comparingInt(Operator::stage).thenComparing(Operator::id));
    return new Plan(graph, operators, Digest.of(graph, operators, tables));
  }

  private void check(Node node) {
    if (node instanceof Node.EventTime time) {
      if (graph.stage(time) > 0) {
        faults.add(
            "SLUICE-P03 withEventTime stands behind an aggregation; declare event time before the"
                + " first aggregation: results of windows carry their window's time already");
      }
      if (time.outOfOrderness().isNegative() || time.maxAhead().isNegative()) {
        faults.add("SLUICE-P04 the durations of withEventTime must not be negative");
      }
    } else if (node instanceof Node.Stateless stateless
        && stateless.kind().equals("mapWithWindow")) {
      for (Node root : graph.roots(node)) {
        if (!(root instanceof Node.Aggregate a && a.windows().isPresent())) {
          faults.add(
              "SLUICE-P05 mapWithWindow needs results of windows, but takes values of "
                  + graph.id(root));
        }
      }
    } else if (node instanceof Node.Aggregate aggregate) {
      aggregate.windows().ifPresent(windows -> check(aggregate, windows));
    } else if (node instanceof Node.TextFiles files) {
      Prefixes.fault(files).ifPresent(faults::add);
    }
  }

  private void check(Node.Aggregate aggregate, Windows windows) {
    long panes = windows.size().toMillis() / windows.paneMillis();
    if (panes > Limits.MAX_PANES_PER_WINDOW) {
      faults.add(
          "SLUICE-P06 "
              + graph.id(aggregate)
              + ": a window of "
              + windows.size()
              + " every "
              + windows.slide()
              + " has "
              + panes
              + " panes, the limit is "
              + Limits.MAX_PANES_PER_WINDOW
              + "; take a slide that divides the size better");
    }
  }

  /**
   * The nearest declarations of event time on all ways up; mixing them with arrival time is
   * refused.
   */
  private Set<Integer> eventTimes(Node.Aggregate aggregate) {
    Set<Integer> found = new TreeSet<>();
    boolean arrival = collect(aggregate.input(), found);
    if (arrival && !found.isEmpty()) {
      faults.add(
          "SLUICE-P07 "
              + graph.id(aggregate)
              + " takes streams with and without event time; declare it on all of them");
    }
    return found;
  }

  /** Collects event-time nodes above a node and says whether a way leads to arrival time. */
  private boolean collect(Node node, Set<Integer> found) {
    if (node instanceof Node.EventTime time) {
      for (int i = 0; i < graph.eventTimes.size(); i++) {
        if (graph.eventTimes.get(i) == time) {
          found.add(i);
        }
      }
      return false;
    }
    if (node instanceof Node.Aggregate aggregate && aggregate.windows().isEmpty()) {
      return true; // results of a batch have the time of its border
    }
    boolean arrival = node instanceof Node.Source;
    for (Node input : node.inputs()) {
      arrival |= collect(input, found);
    }
    return arrival;
  }

  private void checkNames() {
    Map<String, Integer> uses = new HashMap<>();
    for (Node node : graph.nodes) {
      if (node instanceof Node.Aggregate) {
        uses.merge("operator '" + graph.id(node) + "'", 1, Integer::sum);
        Prefixes.nameFault(graph.id(node)).ifPresent(faults::add);
      } else if (node instanceof Node.TextFiles files) {
        uses.merge("output prefix '" + files.prefix() + "'", 1, Integer::sum);
      }
    }
    uses.forEach(
        (name, count) -> {
          if (count > 1) {
            faults.add("SLUICE-P08 " + name + " is used " + count + " times; names are unique");
          }
        });
  }
}
