package dev.sluice.cli;

import dev.sluice.api.graph.Node;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The graph of an app, as lines for people and as a picture. */
final class GraphText {
  private static final String INDENT = "  ";

  private final Plan plan;
  private final NodeText texts;
  private final Map<Node, Integer> numbers = new IdentityHashMap<>();
  private final List<String> lines = new ArrayList<>();

  GraphText(Plan plan) {
    this.plan = plan;
    this.texts = new NodeText(plan);
  }

  /**
   * A tree below each source: what takes its values stands below it, and what runs behind a shuffle
   * begins with the stage in which it does.
   */
  List<String> lines(String app) {
    lines.add(
        app
            + ": "
            + count(plan.streams().size(), "source")
            + ", "
            + count(plan.stages(), "stage")
            + " of bucket lanes, graph "
            + plan.digest().substring(0, 12));
    if (plan.needsEveryInterval()) {
      lines.add("every batch interval has a step once there were records: timers in arrival time");
    }
    for (Node.Source source : plan.sources()) {
      lines.add("");
      tree(source, "");
      lines.add(
          INDENT + "= stage 1 = dead letters -> dead-letter/ (records for which code throws)");
    }
    return lines;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private void tree(Node node, String indent) {
    Integer seen = numbers.putIfAbsent(node, numbers.size() + 1);
    String stage = plan.operator(node).map(GraphText::stage).orElse("");
    lines.add(indent + stage + texts.of(node) + (seen == null ? "" : " (shown above)"));
    if (seen == null) {
      plan.consumers(node).forEach(each -> tree(each, indent + INDENT));
    }
  }

  private static String stage(Operator operator) {
    return "= stage " + operator.stage() + " = ";
  }

  /**
   * A flow chart: boxes of the shards' functions and of each stage's, and a note below them.
   *
   * @param note its lines
   */
  List<String> mermaid(List<String> note) {
    plan.sources().forEach(this::number);
    lines.add("flowchart TD");
    for (Node node : numbered()) {
      String stage = plan.operator(node).map(each -> "stage " + each.stage() + "<br/>").orElse("");
      lines.add(INDENT + box(node, stage + escaped(texts.of(node))));
      for (Node next : plan.consumers(node)) {
        String arrow = plan.operator(next).isPresent() ? " ==>|shuffle| " : " --> ";
        lines.add(INDENT + name(node) + arrow + name(next));
      }
    }
    lines.add(
        INDENT
            + "note["
            + label(String.join("<br/>", note.stream().map(GraphText::escaped).toList()))
            + "]");
    lines.add(INDENT + "style note stroke-dasharray: 4");
    numbered().stream()
        .filter(node -> plan.consumers(node).isEmpty())
        .forEach(last -> lines.add(INDENT + name(last) + " ~~~ note"));
    return lines;
  }

  /** Each node with its number, those that take its values by theirs, and what it does. */
  Map<String, Object> fields(String app) {
    plan.sources().forEach(this::number);
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (Node node : numbered()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("number", numbers.get(node));
      fields.put("text", texts.of(node));
      fields.put("stage", plan.operator(node).map(Operator::stage));
      fields.put("operator", plan.operator(node).map(Operator::id));
      fields.put("to", plan.consumers(node).stream().map(numbers::get).toList());
      nodes.add(fields);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("app", app);
    fields.put("graph", plan.digest());
    fields.put("streams", plan.streams());
    fields.put("stages", plan.stages());
    fields.put("everyInterval", plan.needsEveryInterval());
    fields.put("nodes", nodes);
    return fields;
  }

  private List<Node> numbered() {
    List<Node> nodes = new ArrayList<>(numbers.keySet());
    nodes.sort((a, b) -> numbers.get(a) - numbers.get(b));
    return nodes;
  }

  private void number(Node node) {
    if (numbers.putIfAbsent(node, numbers.size() + 1) == null) {
      plan.consumers(node).forEach(this::number);
    }
  }

  private String name(Node node) {
    return "n" + numbers.get(node);
  }

  private String box(Node node, String text) {
    if (node instanceof Node.Source) {
      return name(node) + "[(" + label(text) + ")]";
    }
    return name(node)
        + (node instanceof Node.Sink ? "[/" + label(text) + "/]" : "[" + label(text) + "]");
  }

  private static String label(String text) {
    return "\"" + text + "\"";
  }

  /** Labels are HTML: what is no markup is written by its name. */
  private static String escaped(String text) {
    return text.replace("#", "#35;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;");
  }
}
