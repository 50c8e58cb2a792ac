package dev.sluice.plan;

import dev.sluice.api.graph.KeyedTraits;
import dev.sluice.api.graph.Node;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds by which declarations of event time an operator goes. */
final class EventTimes {
  private final Graph graph;
  private final List<String> faults;

  EventTimes(Graph graph, List<String> faults) {
    this.graph = graph;
    this.faults = faults;
  }

  /**
   * The nearest declarations of event time on all ways up, as indexes; mixing them with arrival
   * time is refused where windows go by them.
   */
  List<Integer> of(Node.Aggregate aggregate) {
    return nearest(aggregate, aggregate.windows().isPresent());
  }

  /** The same for logic by key, which must have event time only where its timers go by it. */
  List<Integer> of(Node.Keyed keyed) {
    boolean byEvents = keyed.traits().clock() == KeyedTraits.Clock.EVENT;
    boolean byOne = byEvents || keyed.traits().clock() == KeyedTraits.Clock.TIME;
    List<Integer> found = nearest(keyed, byOne);
    if (byEvents && found.isEmpty()) {
      faults.add(
          "SLUICE-P21 "
              + graph.id(keyed)
              + ": goes by event time, which its stream does not declare; put withEventTime before"
              + " it");
    }
    return found;
  }

  private List<Integer> nearest(Node node, boolean all) {
    Set<Integer> found = new TreeSet<>();
    boolean arrival = false;
    for (Node input : node.inputs()) {
      arrival |= collect(input, found);
    }
    if (all && arrival && !found.isEmpty()) {
      faults.add(
          "SLUICE-P07 "
              + graph.id(node)
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
    if (Graph.givesArrivalTime(node)) {
      return true;
    }
    boolean arrival = node instanceof Node.Source;
    for (Node input : node.inputs()) {
      arrival |= collect(input, found);
    }
    return arrival;
  }
}
