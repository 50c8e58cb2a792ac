package dev.sluice.cli;

import dev.sluice.api.Windows;
import dev.sluice.api.graph.Node;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a node of an app's graph does, in a line. */
final class NodeText {
  private final Plan plan;

  NodeText(Plan plan) {
    this.plan = plan;
  }

  String of(Node node) {
    if (node instanceof Node.Source source) {
      return source.id().kind().what() + " '" + source.id().name() + "'";
    } else if (node instanceof Node.Stateless stateless) {
      return stateless.kind();
    } else if (node instanceof Node.EventTime time) {
      return "event time, out of order by up to " + text(time.outOfOrderness());
    } else if (node instanceof Node.Union) {
      return "union";
    } else if (node instanceof Node.Windowing windowing) {
      return text(windowing.windows());
    } else if (node instanceof Node.Port port) {
      return "input " + (port.index() + 1);
    } else if (node instanceof Node.Aggregate aggregate) {
      return of(aggregate);
    } else if (node instanceof Node.Keyed keyed) {
      return of(keyed);
    }
    return of((Node.Sink) node);
  }

  private String of(Node.Aggregate node) {
    List<String> parts = new ArrayList<>();
    parts.add("aggregates by key");
    parts.add(node.windows().map(NodeText::text).orElse("by batch"));
    node.resultsOf().ifPresent(windows -> parts.add("results of " + text(windows)));
    node.mode().ifPresent(mode -> parts.add("mode " + mode));
    node.early().ifPresent(early -> parts.add("early results " + early));
    parts.add(clock(plan.operator(node).orElseThrow()));
    parts.add(
        node.windows().isPresent() || node.updates() || node.isComplete()
            ? "keeps what is open in the bucket lanes' entries"
            : "keeps nothing");
    return id(node) + String.join("; ", parts);
  }

  private String of(Node.Keyed node) {
    List<String> parts = new ArrayList<>();
    parts.add(node.kind());
    if (!node.traits().parameters().isEmpty()) {
      parts.add(node.traits().parameters());
    }
    parts.add(clock(plan.operator(node).orElseThrow()));
    parts.add(
        node.state().isPresent()
            ? "keeps a state by key in the bucket lanes' entries"
            : "keeps nothing");
    return id(node) + String.join("; ", parts);
  }

  private String id(Node node) {
    return plan.operator(node).map(each -> "'" + each.id() + "' ").orElse("");
  }

  private String clock(Operator operator) {
    return operator.clocks().isEmpty()
        ? "arrival time"
        : "watermark of "
            + operator.clocks().stream()
                .map(each -> "-" + text(plan.eventTimes().get(each).outOfOrderness()))
                .map(behind -> "newest event time " + behind)
                .distinct()
                .collect(Collectors.joining(" and "));
  }

  private String of(Node.Sink node) {
    if (node instanceof Node.Files files) {
      String suffix = files.suffix().isEmpty() ? "" : "." + files.suffix();
      String named = plan.namedByWindow(node) ? "window end" : "batch end";
      return "-> files " + files.prefix() + "-<" + named + " in ms>" + suffix + "/, each once";
    } else if (node instanceof Node.Print print) {
      return "-> the first " + print.rows() + " rows of each batch are printed";
    }
    return "-> function '" + plan.sinkId(node) + "' with the rows of each batch, at least once";
  }

  private static String text(Windows windows) {
    String slide = windows.slide().equals(windows.size()) ? "" : " every " + text(windows.slide());
    String late = windows.lateness().isZero() ? "" : ", lateness " + text(windows.lateness());
    return "windows of " + text(windows.size()) + slide + late;
  }

  private static String text(Duration duration) {
    String iso = duration.toString();
    return iso.substring(iso.startsWith("PT") ? 2 : 1).toLowerCase(Locale.ROOT);
  }
}
