package dev.sluice.plan;

import dev.sluice.api.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * With the greatest watermark, streams that meet anywhere have one clock everywhere. Otherwise what
 * an operator gives by the watermark of one stream would be late for the next operator, to which a
 * second stream has brought a greater one. (The smallest is never ahead of any of its streams.)
 */
final class SharedClocks {
  private SharedClocks() {}

  /** Lets each operator go by all declarations of event time that its own ones ever meet. */
  static void share(List<Operator> operators) {
    List<Set<Integer>> groups = new ArrayList<>();
    for (Operator operator : operators) {
      if (operator instanceof Operator.Aggregation aggregation) {
        join(groups, aggregation.node(), aggregation.eventTimes());
      } else if (operator instanceof Operator.Keyed keyed) {
        join(groups, keyed.node(), keyed.eventTimes());
      }
    }
    operators.replaceAll(operator -> sharing(operator, groups));
  }

  /** What is put together by batch is put together by no watermark. */
  private static void join(List<Set<Integer>> groups, Node node, List<Integer> eventTimes) {
    if (Graph.givesArrivalTime(node)) {
      return;
    }
    Set<Integer> joined = new TreeSet<>(eventTimes);
    for (Set<Integer> group : List.copyOf(groups)) {
      if (!Collections.disjoint(group, eventTimes)) {
        joined.addAll(group);
        groups.remove(group);
      }
    }
    groups.add(joined);
  }

  private static Operator sharing(Operator operator, List<Set<Integer>> groups) {
    if (operator instanceof Operator.Aggregation aggregation) {
      return aggregation.by(all(aggregation.eventTimes(), groups));
    }
    return operator instanceof Operator.Keyed keyed
        ? keyed.by(all(keyed.eventTimes(), groups))
        : operator;
  }

  private static List<Integer> all(List<Integer> eventTimes, List<Set<Integer>> groups) {
    Set<Integer> all = new TreeSet<>(eventTimes);
    groups.stream().filter(group -> !Collections.disjoint(group, eventTimes)).forEach(all::addAll);
    return List.copyOf(all);
  }
}
