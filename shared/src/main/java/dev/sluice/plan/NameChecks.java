package dev.sluice.plan;

import dev.sluice.api.graph.Definition;
import dev.sluice.api.graph.Node;
import dev.sluice.ports.SourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks for names that are used twice, are none, or name nothing. */
final class NameChecks {
  private final Graph graph;
  private final List<String> faults;
  private final Set<String> reported = new HashSet<>();

  NameChecks(Graph graph, List<String> faults) {
    this.graph = graph;
    this.faults = faults;
  }

  void check(Definition definition, List<Operator> operators) {
    Map<String, List<String>> sinks = new TreeMap<>();
    Map<String, List<String>> inLanes = new TreeMap<>();
    Map<String, List<String>> deadLetters = new TreeMap<>();
    Set<String> found = new HashSet<>();
    for (Node node : graph.nodes) {
      if (node instanceof Node.Sink) {
        use(sinks, graph.id(node), what(node));
      } else if (node instanceof Node.Shuffled) {
        use(deadLetters, graph.id(node), what(node));
      }
      if (node.name().isPresent()) {
        found.add(node.name().get());
        Prefixes.nameFault(node.name().get()).ifPresent(faults::add);
      }
    }
    for (Operator operator : operators) {
      use(inLanes, operator.id(), what(operator));
      if (operator instanceof Operator.DeadLetters letters) {
        use(deadLetters, SourceId.parse(letters.stream()).path(), "a stream");
      }
    }
    unique(sinks, "");
    unique(inLanes, "");
    unique(deadLetters, ": their dead letters would share files");
    unused(definition.names(), found);
    retired(definition.retired(), operators);
  }

  private static void use(Map<String, List<String>> uses, String name, String what) {
    uses.computeIfAbsent(name, key -> new ArrayList<>()).add(what);
  }

  private void unique(Map<String, List<String>> uses, String why) {
    uses.forEach(
        (name, users) -> {
          if (users.size() > 1 && reported.add(name)) {
            faults.add(
                "SLUICE-P08 '"
                    + name
                    + "' names "
                    + String.join(" and ", users)
                    + why
                    + "; give each a name of its own");
          }
        });
  }

  private void unused(List<String> names, Set<String> found) {
    for (String name : names) {
      if (!found.contains(name) && reported.add(name)) {
        faults.add(
            "SLUICE-P16 '"
                + name
                + "' names nothing that a sink needs; put named() right before the aggregation or"
                + " foreachBatch that it names");
      }
    }
  }

  private void retired(List<String> ids, List<Operator> operators) {
    Set<String> there = new HashSet<>(graph.sinkIds.values());
    operators.forEach(operator -> there.add(operator.id()));
    for (String id : ids) {
      if (there.contains(id)) {
        faults.add(
            "SLUICE-P43 '"
                + id
                + "' is retired and still there; take it out, or give the one that takes its place"
                + " another name");
      }
    }
  }

  private static String what(Operator operator) {
    if (operator instanceof Operator.Aggregation aggregation) {
      return what(aggregation.node());
    } else if (operator instanceof Operator.Keyed keyed) {
      return what(keyed.node());
    } else if (operator instanceof Operator.SinkRows rows) {
      return what(rows.sink());
    }
    return "the dead letters of a stream";
  }

  private static String what(Node node) {
    if (node instanceof Node.Files) {
      return "an output prefix";
    } else if (node instanceof Node.Batches) {
      return "a foreachBatch";
    } else if (node instanceof Node.Keyed keyed) {
      return "a " + keyed.kind();
    }
    return node instanceof Node.Print ? "a print" : "an aggregation";
  }
}
