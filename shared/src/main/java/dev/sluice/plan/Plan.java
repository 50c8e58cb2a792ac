package dev.sluice.plan;

import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.WatermarkPolicy;
import dev.sluice.api.graph.Definition;
import dev.sluice.api.graph.Node;
import dev.sluice.api.graph.SideInputs;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;

/**
 * A validated graph, cut into stages: stage 0 runs in shard lanes, stage n behind the n-th shuffle
 * in bucket lanes. The same app and tables always give the same plan.
 */
public final class Plan {
  private final List<Node.Source> sources;
  private final List<Node.EventTime> eventTimes;
  private final List<Operator> operators;
  private final List<List<Operator>> byStage = new ArrayList<>();
  private final List<String> streams;
  private final Map<Node, List<Node>> consumers;
  private final Map<Node, Operator> byNode = new IdentityHashMap<>();
  private final Map<Node, String> sinkIds;
  private final Map<Node, Boolean> namedByWindow;
  private final Definition definition;
  private final String digest;
  private final Blueprint blueprint;

  Plan(
      Graph graph,
      List<Operator> operators,
      Definition definition,
      String digest,
      Blueprint blueprint) {
    this.sources = List.copyOf(graph.sources);
    this.eventTimes = List.copyOf(graph.eventTimes);
    this.operators = List.copyOf(operators);
    this.streams = sources.stream().map(Node.Source::stream).distinct().sorted().toList();
    int stages = operators.stream().mapToInt(Operator::stage).max().orElse(0);
    for (int stage = 0; stage <= stages; stage++) {
      int each = stage;
      byStage.add(operators.stream().filter(operator -> operator.stage() == each).toList());
    }
    this.consumers = graph.consumers;
    this.sinkIds = graph.sinkIds;
    this.namedByWindow = graph.namedByWindow;
    this.definition = definition;
    this.digest = digest;
    this.blueprint = blueprint;
    for (Operator operator : operators) {
      if (operator instanceof Operator.Aggregation a) {
        byNode.put(a.node(), a);
      } else if (operator instanceof Operator.Keyed k) {
        byNode.put(k.node(), k);
      } else if (operator instanceof Operator.SinkRows s) {
        byNode.put(s.sink(), s);
      }
    }
  }

  /**
   * Defines an app and plans it.
   *
   * @param tables the lines of each table that is given, by name
   * @throws PlanException with all faults, if the graph cannot run
   */
  public static Plan of(StreamApp app, Map<String, List<String>> tables) {
    StreamContext context = new StreamContext(tables);
    try {
      app.define(context);
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      List<String> faults = new ArrayList<>();
      faults.add("SLUICE-P01 " + fault(e));
      faults.addAll(new Planner(context.definition()).faultsSoFar());
      throw new PlanException(faults, e);
    }
    return new Planner(context.definition()).plan();
  }

  /**
   * The same plan, for whoever only measures what it takes: what its sinks call outside is not
   * called.
   */
  public Plan withoutCalls() {
    List<Node.Sink> silent =
        definition.sinks().stream()
            .map(
                sink ->
                    sink instanceof Node.Batches of
                        ? new Node.Batches(of.name(), of.input(), of.codec(), (rows, batch) -> {})
                        : sink)
            .toList();
    return new Planner(
            new Definition(
                silent,
                definition.names(),
                definition.tables(),
                definition.watermarks(),
                definition.dropsLate(),
                definition.retired(),
                definition.sides(),
                definition.faults()))
        .plan();
  }

  /** The ids of the sinks that call something outside. */
  public List<String> callingSinks() {
    return definition.sinks().stream()
        .filter(Node.Batches.class::isInstance)
        .map(sinkIds::get)
        .toList();
  }

  private static String fault(Throwable thrown) {
    if (thrown instanceof NoClassDefFoundError) {
      String missing = String.valueOf(thrown.getMessage()).replace('/', '.');
      return "define() needs a class that is not there: " + missing + "; give the app its library";
    }
    boolean clear = thrown instanceof IllegalArgumentException;
    return "define() threw: " + (clear ? thrown.getMessage() : thrown.toString());
  }

  /** The sources in the order in which the graph meets them. */
  public List<Node.Source> sources() {
    return sources;
  }

  /** The ids of the sources that are read, as texts, sorted. */
  public List<String> streams() {
    return streams;
  }

  /** The names of the sources of a kind, without the kind, sorted. */
  public List<String> streams(SourceKind kind) {
    return sources.stream()
        .map(Node.Source::id)
        .filter(id -> id.kind() == kind)
        .map(SourceId::name)
        .distinct()
        .sorted()
        .toList();
  }

  /** The sources that the app brings with it, by name without the kind. */
  public Map<String, PullSource> pulled() {
    Map<String, PullSource> byName = new TreeMap<>();
    sources.forEach(each -> each.own().ifPresent(source -> byName.put(each.id().name(), source)));
    return byName;
  }

  /** The id of the operator that writes the dead letters of a source, with which files begin. */
  public static String deadLetters(String stream) {
    return "dead-letter/" + SourceId.parse(stream).path();
  }

  /** What the names of all files begin with that the app can write. */
  public SortedSet<String> outputs() {
    SortedSet<String> prefixes = new TreeSet<>();
    for (Node sink : sinkIds.keySet()) {
      if (sink instanceof Node.Files files) {
        prefixes.add(files.prefix());
      }
    }
    for (Operator operator : operators) {
      if (operator instanceof Operator.Aggregation || operator instanceof Operator.Keyed) {
        prefixes.add("late/" + operator.id());
        prefixes.add("dead-letter/" + operator.id());
      }
    }
    streams().forEach(stream -> prefixes.add(deadLetters(stream)));
    return prefixes;
  }

  /**
   * What writes files, by the id that outputs have: the part by which a change of the graph knows
   * it, an empty text for dead letters of sources.
   */
  public Map<String, String> writers() {
    Map<String, String> parts = new HashMap<>();
    sinkIds.forEach((sink, id) -> parts.put(id, Part.sink(id)));
    for (Operator operator : operators) {
      parts.put("late/" + operator.id(), partOf(operator));
      parts.put("dead-letter/" + operator.id(), partOf(operator));
    }
    streams().forEach(stream -> parts.put(deadLetters(stream), ""));
    return parts;
  }

  /** The declarations of event time; an index into this list names one in entries. */
  public List<Node.EventTime> eventTimes() {
    return eventTimes;
  }

  /**
   * What the watermarks of some declarations of event time are together.
   *
   * @param eventTimes which ones, indexes into {@link #eventTimes()}; at least one
   * @param of what each one has
   */
  public long watermark(List<Integer> eventTimes, IntToLongFunction of) {
    boolean min = definition.watermarks() == WatermarkPolicy.MIN;
    long together = of.applyAsLong(eventTimes.get(0));
    for (int i = 1; i < eventTimes.size(); i++) {
      long each = of.applyAsLong(eventTimes.get(i));
      together = min ? Math.min(together, each) : Math.max(together, each);
    }
    return together;
  }

  /** All operators, sorted by stage and id. */
  public List<Operator> operators() {
    return operators;
  }

  public List<Operator> operators(int stage) {
    return stage < byStage.size() ? byStage.get(stage) : List.of();
  }

  /** The number of shuffles that the longest way through the graph has. */
  public int stages() {
    return byStage.size() - 1;
  }

  /** The stages whose values the operators of a stage take; 0 stands for the shards. */
  public SortedSet<Integer> feeds(int stage) {
    SortedSet<Integer> stages = new TreeSet<>();
    for (Operator operator : operators(stage)) {
      if (operator instanceof Operator.Aggregation aggregation) {
        collectFeeds(aggregation.node(), stages);
      } else if (operator instanceof Operator.Keyed keyed) {
        collectFeeds(keyed.node(), stages);
      } else if (operator instanceof Operator.SinkRows rows) {
        collectFeeds(rows.sink(), stages);
      } else {
        stages.add(0);
      }
    }
    return stages;
  }

  private void collectFeeds(Node node, Set<Integer> stages) {
    for (Node input : node.inputs()) {
      if (input instanceof Node.Source) {
        stages.add(0);
      } else if (operator(input).isPresent()) {
        stages.add(operator(input).get().stage());
      } else {
        collectFeeds(input, stages);
      }
    }
  }

  /** The nodes that take a node's values. */
  public List<Node> consumers(Node node) {
    return consumers.getOrDefault(node, List.of());
  }

  /** The operator that a node is, if its input crosses a shuffle. */
  public Optional<Operator> operator(Node node) {
    return Optional.ofNullable(byNode.get(node));
  }

  /** The id of a sink, whether it has an operator of its own or runs in another's bucket lane. */
  public String sinkId(Node.Sink sink) {
    return sinkIds.get(sink);
  }

  /** The sink that calls a function and has an id, if there is one. */
  public Optional<Node.Batches> batches(String sinkId) {
    return sinkIds.entrySet().stream()
        .filter(each -> each.getValue().equals(sinkId))
        .map(Map.Entry::getKey)
        .filter(Node.Batches.class::isInstance)
        .map(Node.Batches.class::cast)
        .findFirst();
  }

  /**
   * Whether every interval has a border once there were records, with or without new ones: an
   * operator has timers in arrival time, or wants to be called.
   */
  public boolean needsEveryInterval() {
    return operators.stream()
        .anyMatch(
            each ->
                each instanceof Operator.Keyed keyed
                    && (keyed.node().traits().everyInterval() || keyed.hasArrivalTimers()));
  }

  /** Whether a sink's files are named by window ends instead of interval borders. */
  public boolean namedByWindow(Node.Sink sink) {
    return namedByWindow.getOrDefault(sink, false);
  }

  /** Whether late values are counted only, and not written. */
  public boolean dropsLate() {
    return definition.dropsLate();
  }

  /** What the app's functions use besides their arguments. */
  public SideInputs sides() {
    return definition.sides();
  }

  /** The names of the static tables that the app has read. */
  public Set<String> tables() {
    return definition.tables().keySet();
  }

  /** Stands for everything in the graph that decides results, as far as it can be seen. */
  public String digest() {
    return digest;
  }

  /** What the graph promises to the state that it writes. */
  public Blueprint blueprint() {
    return blueprint;
  }

  /** What becomes of the state of another graph under this one. */
  public GraphChange changeFrom(Blueprint before) {
    return GraphChange.between(before, blueprint, Set.copyOf(definition.retired()));
  }

  /** The name under which a change of the graph knows a sink, wherever it runs. */
  public String partOf(Node.Sink sink) {
    return Part.sink(sinkId(sink));
  }

  /** The name under which a change of the graph knows an operator. */
  public static String partOf(Operator operator) {
    return operator instanceof Operator.SinkRows
        ? Part.sink(operator.id())
        : Part.operator(operator.id());
  }
}
