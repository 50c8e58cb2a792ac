package dev.sluice.plan;

import dev.sluice.api.Windows;
import dev.sluice.api.graph.Cut;
import dev.sluice.api.graph.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for values that are put together although they belong to different windows. */
final class WindowingChecks {
  private final Graph graph;
  private final List<String> faults;

  WindowingChecks(Graph graph, List<String> faults) {
    this.graph = graph;
    this.faults = faults;
  }

  void check(Node node) {
    Set<Cut> cuts = Cut.of(node.inputs());
    if (node instanceof Node.Aggregate aggregate) {
      Cut own = new Cut(aggregate.windows(), aggregate.resultsOf());
      boolean cutsAnew = own.isWindowed() && cuts.stream().noneMatch(Cut::isWindowed);
      if (!cutsAnew && !cuts.equals(Set.of(own))) {
        faults.add(
            "SLUICE-P30 "
                + graph.id(node)
                + ": puts together "
                + cuts.stream().map(WindowingChecks::text).collect(Collectors.joining(" and "))
                + "; give both sides of a join or union the same windows");
      }
    } else if (needsCollected(node) && cuts.stream().anyMatch(Cut::isWindowed)) {
      faults.add(
          "SLUICE-P31 "
              + graph.id(node)
              + ": takes values of a windowed stream one by one; put an operator that puts the"
              + " values of a window together between, such as groupByKey or reduce");
    }
  }

  private static boolean needsCollected(Node node) {
    return node instanceof Node.Sink
        || node instanceof Node.Port
        || node instanceof Node.Windowing
        || node instanceof Node.Stateless stateless
            && (stateless.kind().equals("mapWithWindow") || stateless.kind().equals("slice"));
  }

  private static String text(Cut cut) {
    if (cut.resultsOf().isPresent()) {
      return "results of " + text(cut.resultsOf().get());
    }
    return cut.windows().map(windows -> "values in " + text(windows)).orElse("values of batches");
  }

  private static String text(Windows windows) {
    return "windows of "
        + windows.size()
        + " every "
        + windows.slide()
        + (windows.offset().isZero() ? "" : " offset by " + windows.offset())
        + (windows.lateness().isZero() ? "" : " with a lateness of " + windows.lateness());
  }
}
