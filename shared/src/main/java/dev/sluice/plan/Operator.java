package dev.sluice.plan;

import dev.sluice.api.graph.KeyedTraits;
import dev.sluice.api.graph.Node;
import java.time.Duration;
import java.util.List;

/**
 * An operator that needs its input grouped: by key, or by bucket for a sink. Its input crosses a
 * shuffle, it runs in the bucket lanes of its stage.
 */
public sealed interface Operator {

  /** Unique in the app; state, outputs and errors carry it. */
  String id();

  /** How many shuffles stand before it, from 1. */
  int stage();

  /**
   * The event-time nodes (indexes into {@link Plan#eventTimes}) of whose watermarks the app's
   * policy makes the clock of the operator's windows and timers; none where that is arrival time.
   */
  default List<Integer> clocks() {
    return List.of();
  }

  /**
   * An aggregation by key.
   *
   * @param eventTimes the event-time nodes (indexes into {@link Plan#eventTimes}) of whose
   *     watermarks the policy makes the operator's; none where its time is arrival time
   */
  record Aggregation(String id, int stage, Node.Aggregate node, List<Integer> eventTimes)
      implements Operator {
    /** The same by other declarations of event time. */
    Aggregation by(List<Integer> others) {
      return new Aggregation(id, stage, node, others);
    }

    @Override
    public List<Integer> clocks() {
      return eventTimes;
    }
  }

  /**
   * Logic by key, with state.
   *
   * @param eventTimes the event-time nodes of whose watermarks the policy makes the one that judges
   *     its values
   * @param outOfOrderness the longest that its own streams were declared with, zero in arrival time
   */
  record Keyed(
      String id, int stage, Node.Keyed node, List<Integer> eventTimes, Duration outOfOrderness)
      implements Operator {
    /** The same by other declarations of event time. */
    Keyed by(List<Integer> others) {
      return new Keyed(id, stage, node, others, outOfOrderness);
    }

    @Override
    public List<Integer> clocks() {
      return node.traits().clock() == KeyedTraits.Clock.ARRIVAL ? List.of() : eventTimes;
    }

    /** Whether timers come at borders. */
    boolean hasArrivalTimers() {
      KeyedTraits.Clock clock = node.traits().clock();
      if (node.traits().givesAll()) {
        return false; // nothing is ever over
      }
      return clock == KeyedTraits.Clock.ARRIVAL
          || clock == KeyedTraits.Clock.TIME && eventTimes.isEmpty();
    }
  }

  /** A sink whose rows come straight from shards, or from more than one operator. */
  record SinkRows(String id, int stage, Node.Sink sink) implements Operator {}

  /** The records of a stream for which user code threw. */
  record DeadLetters(String id, int stage, String stream) implements Operator {}
}
