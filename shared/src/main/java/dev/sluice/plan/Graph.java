package dev.sluice.plan;

import dev.sluice.api.graph.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes that the sinks lead to, in an order that depends on the app alone. */
final class Graph {
  final List<Node> nodes = new ArrayList<>();
  final List<Node.Source> sources = new ArrayList<>();
  final List<Node.EventTime> eventTimes = new ArrayList<>();
  final Map<Node, List<Node>> consumers = new IdentityHashMap<>();
  final Map<Node, String> sinkIds = new IdentityHashMap<>();
  final Map<Node, Boolean> namedByWindow = new IdentityHashMap<>();
  private final Map<Node, String> ids = new IdentityHashMap<>();
  private final Map<Node, Set<Node>> roots = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  Graph(List<Node.Sink> sinks) {
    sinks.forEach(this::visit);
  }

  /** Ids are given or derived from the place among the nodes of a kind. */
  String id(Node node) {
    return ids.get(node);
  }

  /** Where a node's values last crossed a shuffle: aggregations, or sources where none did. */
  Set<Node> roots(Node node) {
    return roots.get(node);
  }

  /** The stage in which a node's values come to be. */
  int stage(Node node) {
    if (node instanceof Node.Shuffled) {
      return 1 + inputStage(node);
    }
    return node instanceof Node.Source ? 0 : inputStage(node);
  }

  /** The latest stage of a node's inputs. */
  int inputStage(Node node) {
    return node.inputs().stream().mapToInt(this::stage).max().orElse(0);
  }

  /** The place of a declaration among all of them. */
  int eventTimeIndex(Node.EventTime time) {
    for (int i = 0; i < eventTimes.size(); i++) {
      if (eventTimes.get(i) == time) {
        return i;
      }
    }
    throw new IllegalStateException(time + " is not in the graph");
  }

  /** The longest out-of-orderness of some declarations of event time, zero for none. */
  Duration longestOutOfOrderness(List<Integer> indexes) {
    return indexes.stream()
        .map(index -> eventTimes.get(index).outOfOrderness())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Whether no way up from an operator meets event time before another time is given. */
  boolean isInArrivalTime(Node.Shuffled operator) {
    return operator.inputs().stream().noneMatch(this::meetsEventTime);
  }

  private boolean meetsEventTime(Node node) {
    if (node instanceof Node.EventTime) {
      return true;
    }
    return !givesArrivalTime(node) && node.inputs().stream().anyMatch(this::meetsEventTime);
  }

  /** Whether a node's results have the time of their batch's border. */
  static boolean givesArrivalTime(Node node) {
    return node instanceof Node.Stateless stateless && stateless.kind().equals("stateSnapshots")
        || node instanceof Node.Aggregate aggregate && aggregate.windows().isEmpty()
        || node instanceof Node.Keyed keyed && keyed.traits().arrivalResults();
  }

  /** Whether a sink can run where its input comes to be: in one operator's bucket lanes. */
  boolean isFused(Node.Sink sink) {
    Set<Node> from = roots(sink);
    return from.size() == 1 && from.iterator().next() instanceof Node.Shuffled;
  }

  /** Whether a node's results belong to windows. */
  static boolean isWindowed(Node node) {
    return node instanceof Node.Aggregate aggregate && aggregate.windows().isPresent()
        || node instanceof Node.Keyed keyed && keyed.traits().windowed();
  }

  /** All results of a step together are named by its border, whatever windows they are of. */
  private static boolean isNamedByWindow(Node node) {
    boolean all =
        node instanceof Node.Aggregate aggregate && aggregate.isComplete()
            || node instanceof Node.Keyed keyed && keyed.traits().givesAll();
    return isWindowed(node) && !all;
  }

  private void visit(Node node) {
    if (roots.containsKey(node)) {
      return;
    }
    Set<Node> from = new LinkedHashSet<>();
    for (Node input : node.inputs()) {
      visit(input);
      consumers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      boolean root = input instanceof Node.Shuffled || input instanceof Node.Source;
      from.addAll(root ? List.of(input) : roots.get(input));
    }
    roots.put(node, from);
    nodes.add(node);
    if (node instanceof Node.Source source) {
      sources.add(source);
    } else if (node instanceof Node.EventTime eventTime) {
      eventTimes.add(eventTime);
    }
    ids.put(node, node.name().orElseGet(() -> derived(node)));
    if (node instanceof Node.Sink sink) {
      sinkIds.put(sink, id(sink));
      namedByWindow.put(sink, isFused(sink) && isNamedByWindow(from.iterator().next()));
    }
  }

  private String derived(Node node) {
    if (node instanceof Node.Files files) {
      return files.prefix();
    }
    String kind;
    if (node instanceof Node.Stateless stateless) {
      kind = stateless.kind();
    } else if (node instanceof Node.Keyed keyed) {
      kind = keyed.kind();
    } else {
      kind = lowerFirst(node.getClass().getSimpleName());
    }
    return kind + "-" + counts.merge(kind, 1, Integer::sum);
  }

  private static String lowerFirst(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
