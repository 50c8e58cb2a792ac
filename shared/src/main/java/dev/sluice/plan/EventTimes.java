package dev.sluice.plan;

import dev.sluice.api.graph.Node;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds by which declarations of event time an aggregation goes. */
final class EventTimes {
  private final Graph graph;
  private final List<String> faults;

  EventTimes(Graph graph, List<String> faults) {
    this.graph = graph;
    this.faults = faults;
  }

  /**
   * The nearest declarations of event time on all ways up, as indexes; mixing them with arrival
   * time is refused.
   */
  List<Integer> of(Node.Aggregate aggregate) {
    Set<Integer> found = new TreeSet<>();
    boolean arrival = collect(aggregate.input(), found);
    if (arrival && !found.isEmpty()) {
      faults.add(
          "SLUICE-P07 "
              + graph.id(aggregate)
              + ": takes streams with and without event time; declare it on all of them");
    }
    return List.copyOf(found);
  }

  /** Collects event-time nodes above a node and says whether a way leads to arrival time. */
  private boolean collect(Node node, Set<Integer> found) {
    if (node instanceof Node.EventTime time) {
      found.add(graph.eventTimeIndex(time));
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
}
