package dev.sluice.plan;

import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Windows;
import dev.sluice.api.global.GlobalLogic;
import dev.sluice.api.graph.Node;
import dev.sluice.api.join.JoinWithin;
import dev.sluice.api.session.SessionLogic;
import dev.sluice.codec.Codec;
import dev.sluice.ports.SourceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for faults that one node of a graph can have. */
final class NodeChecks {
  private static final Duration LEAST_WINDOW = Duration.ofMillis(1);

  private final Graph graph;
  private final List<String> faults;

  NodeChecks(Graph graph, List<String> faults) {
    this.graph = graph;
    this.faults = faults;
  }

  void check(Node node) {
    if (node instanceof Node.Source source) {
      stream(source);
    } else if (node instanceof Node.EventTime time) {
      eventTime(time);
    } else if (node instanceof Node.Stateless stateless) {
      stateless(stateless);
    } else if (node instanceof Node.Aggregate aggregate) {
      codec(aggregate, "keys", aggregate.keys());
      codec(aggregate, "values", aggregate.values());
      codec(aggregate, "partials", aggregate.aggregator().codec());
      aggregate.windows().ifPresent(windows -> windows(aggregate, windows));
      mode(aggregate);
      early(aggregate);
      revisions(aggregate);
    } else if (node instanceof Node.Keyed keyed) {
      codec(keyed, "keys", keyed.keys());
      keyed.ports().forEach(port -> codec(keyed, "values", port.values()));
      keyed.state().ifPresent(state -> codec(keyed, "state", state));
      revisions(keyed);
      if (keyed.logic() instanceof SessionLogic<?, ?, ?> sessions) {
        sessions(keyed, sessions);
      }
      if (keyed.logic() instanceof GlobalLogic<?, ?, ?> global) {
        TriggerChecks.fault(global).ifPresent(text -> fault("P41", keyed, text));
      }
      if (keyed.logic() instanceof JoinWithin join) {
        bounds(keyed, join);
      }
    } else if (node instanceof Node.Files files) {
      Prefixes.fault(files).ifPresent(faults::add);
      if (files instanceof Node.ObjectFiles objects) {
        codec(objects, "rows", objects.codec());
      } else if (files instanceof Node.FormattedFiles formatted) {
        codec(formatted, "rows", formatted.codec());
      }
    } else if (node instanceof Node.Batches batches) {
      codec(batches, "rows", batches.codec());
    } else if (node instanceof Node.Print print && print.rows() < 1) {
      fault("P20", print, "prints " + print.rows() + " rows; print at least 1");
    }
  }

  private void stream(Node.Source source) {
    SourceId id = source.id();
    if (!id.isValid()) {
      faults.add(
          "SLUICE-P15 '"
              + id.name()
              + "' is no name of "
              + id.kind().what()
              + ": take "
              + id.kind().rule());
    }
  }

  private void eventTime(Node.EventTime time) {
    if (graph.stage(time) > 0) {
      fault(
          "P03",
          time,
          "withEventTime stands behind an aggregation; declare event time before the first"
              + " aggregation: results of windows carry their window's time already");
    }
    Stream.of(
            Durations.fault("outOfOrderness", time.outOfOrderness(), Duration.ZERO),
            Durations.fault("maxAhead", time.maxAhead(), Duration.ZERO))
        .flatMap(Optional::stream)
        .forEach(text -> fault("P04", time, text));
  }

  private void stateless(Node.Stateless node) {
    if (!node.kind().equals("mapWithWindow")) {
      return;
    }
    for (Node root : graph.roots(node)) {
      if (!Graph.isWindowed(root)) {
        fault(
            "P05",
            node,
            "mapWithWindow or mapResults needs results of windows, but takes values of "
                + graph.id(root)
                + "; put it behind an aggregation by window");
      }
    }
  }

  private void mode(Node.Aggregate node) {
    if (node.mode().equals(Optional.of(OutputMode.APPEND)) && node.windows().isEmpty()) {
      fault(
          "P34",
          node,
          "aggregates over all time in mode APPEND, which gives results when they are final, and"
              + " the result of a key never is: take UPDATE for those that change or COMPLETE for"
              + " all, aggregate by window, or leave the mode out for a result of each batch");
    }
  }

  private void early(Node.Aggregate node) {
    node.early().flatMap(NodeChecks::earlyFault).ifPresent(text -> fault("P35", node, text));
  }

  private static Optional<String> earlyFault(EarlyResults early) {
    if (early instanceof EarlyResults.EveryTime time) {
      return Durations.fault("early results' every", time.arrivalTime(), LEAST_WINDOW);
    }
    long records = ((EarlyResults.EveryRecords) early).records();
    return records >= 1
        ? Optional.empty()
        : Optional.of("early results come every " + records + " records; take at least 1");
  }

  private void sessions(Node.Keyed node, SessionLogic<?, ?, ?> sessions) {
    if (sessions.hasLateness()) {
      lateness(node);
    }
    if (sessions.mode() == OutputMode.UPDATE) {
      fault(
          "P42",
          node,
          "gives sessions in mode UPDATE, in which a result replaces that of its window; but a"
              + " session that grows is another window, and nothing says which one it replaces:"
              + " take APPEND, with EarlyResults for open sessions, or COMPLETE for all");
    }
    sessions.early().flatMap(NodeChecks::earlyFault).ifPresent(text -> fault("P35", node, text));
  }

  private void bounds(Node.Keyed node, JoinWithin join) {
    List<String> wrong =
        Stream.of(
                Durations.faultOfEither("before", join.before()),
                Durations.faultOfEither("after", join.after()))
            .flatMap(Optional::stream)
            .toList();
    wrong.forEach(text -> fault("P33", node, text));
    if (wrong.isEmpty() && join.before().plus(join.after()).isNegative()) {
      fault(
          "P33",
          node,
          "partners of a value would begin "
              + join.before().negated()
              + " behind it and end "
              + join.after()
              + " behind it, so that none could ever be; give bounds with before + after at least"
              + " zero");
    }
  }

  private void windows(Node.Aggregate node, Windows windows) {
    List<String> wrong =
        Stream.of(
                Durations.fault("the windows' size", windows.size(), LEAST_WINDOW),
                Durations.fault("the windows' slide", windows.slide(), LEAST_WINDOW),
                Durations.fault("the windows' lateness", windows.lateness(), Duration.ZERO),
                Durations.faultOfEither("the windows' offset", windows.offset()))
            .flatMap(Optional::stream)
            .toList();
    wrong.forEach(text -> fault("P13", node, text));
    if (wrong.isEmpty()) {
      panes(node, windows);
    }
    if (!windows.lateness().isZero()) {
      lateness(node);
    }
  }

  private void lateness(Node.Shuffled node) {
    if (graph.isInArrivalTime(node)) {
      fault(
          "P18",
          node,
          "the windows have a lateness, but no event time: in arrival time nothing is late; declare"
              + " withEventTime before it, or leave the lateness out");
    }
  }

  private void panes(Node.Aggregate node, Windows windows) {
    long panes = windows.size().toMillis() / windows.paneMillis();
    if (panes > Limits.MAX_PANES_PER_WINDOW) {
      fault(
          "P06",
          node,
          "a window of "
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

  /** A revised result would be counted beside the one it replaces. */
  private void revisions(Node node) {
    for (Node root : graph.roots(node)) {
      if (root instanceof Node.Keyed source && source.traits().revises()) {
        fault(
            "P19",
            node,
            "takes results of "
                + graph.id(root)
                + ", which may replace earlier ones of their key or window: both would count; take"
                + " an operator whose results are final");
      }
      if (root instanceof Node.Aggregate source && (source.updates() || source.isComplete())) {
        fault(
            "P19",
            node,
            "takes results of "
                + graph.id(root)
                + " in mode "
                + source.mode().get()
                + ", which replace earlier ones: all would count; aggregate in mode APPEND there,"
                + " by windows");
      } else if (root instanceof Node.Aggregate source && source.early().isPresent()) {
        fault(
            "P19",
            node,
            "takes results of "
                + graph.id(root)
                + ", which gives early ones and then final ones: both would count; aggregate"
                + " windows without early results, beside those for the early ones");
      } else if (root instanceof Node.Aggregate source
          && source.windows().isPresent()
          && !source.windows().get().lateness().isZero()) {
        fault(
            "P19",
            node,
            "takes results of "
                + graph.id(root)
                + ", whose windows have a lateness: a revised result would count twice; leave the"
                + " lateness out there, and declare a longer outOfOrderness instead");
      }
    }
  }

  private void codec(Node node, String what, Codec<Object> codec) {
    if (codec == null) {
      fault(
          "P17",
          node,
          "has no codec for its "
              + what
              + ", which are written where they leave a shard or a step; give one of Codecs, or"
              + " your own");
    }
  }

  private void fault(String code, Node node, String text) {
    faults.add("SLUICE-" + code + " " + graph.id(node) + ": " + text);
  }
}
