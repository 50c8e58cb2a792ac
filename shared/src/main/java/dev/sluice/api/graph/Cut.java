package dev.sluice.api.graph;

import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which values an operator puts together that says nothing of windows itself: those of a batch
 * interval, of a window of a windowed stream, or the results of one window.
 *
 * <p>Results of a window come in the step that closes it, perhaps with those of other windows, and
 * have the time end - 1. Windows as long as the slide that end where those windows end hold the
 * results of one of them each:
 *
 * <pre>
 * windows of 6 s every 2 s:     [0, 6)   [2, 8)   [4, 10)
 * times of their results:       6 s-     8 s-     10 s-
 * cut of the results:           [4, 6)   [6, 8)   [8, 10)
 * </pre>
 *
 * @param windows how time is cut; empty for batch intervals
 * @param resultsOf the windows whose results are put together, if they are results
 */
public record Cut(Optional<Windows> windows, Optional<Windows> resultsOf) {
  private static final Cut BATCH = new Cut(Optional.empty(), Optional.empty());

  /** How the values of a node are cut; where that is not one and the same, the plan refuses it. */
  public static Cut of(Node node) {
    return of(Set.of(node)).iterator().next();
  }

  /** How the values of nodes are cut, by the ways that lead to them. */
  public static Set<Cut> of(Iterable<? extends Node> nodes) {
    Set<Cut> cuts = new LinkedHashSet<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> open = new ArrayDeque<>();
    nodes.forEach(open::add);
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (!seen.add(node)) {
        continue;
      } else if (node instanceof Node.Windowing windowing) {
        cuts.add(new Cut(Optional.of(windowing.windows()), Optional.empty()));
      } else if (node instanceof Node.Aggregate aggregate && aggregate.windows().isPresent()) {
        Windows of = aggregate.resultWindows().orElseThrow();
        cuts.add(new Cut(Optional.of(apart(of)), Optional.of(of)));
      } else if (node instanceof Node.Shuffled || node instanceof Node.Source) {
        cuts.add(BATCH);
      } else {
        for (int i = node.inputs().size() - 1; i >= 0; i--) {
          open.addFirst(node.inputs().get(i)); // the left side of a join is named first
        }
      }
    }
    return cuts;
  }

  /** Whether values go on as they come although they belong to windows. */
  public boolean isWindowed() {
    return windows.isPresent() && resultsOf.isEmpty();
  }

  private static Windows apart(Windows windows) {
    try {
      long slide = windows.slide().toMillis();
      long end = windows.offset().plus(windows.size()).toMillis();
      Duration offset = Duration.ofMillis(Math.floorMod(end, slide));
      return Windows.tumbling(windows.slide()).withOffset(offset);
    } catch (ArithmeticException e) {
      return windows; // impossible ones, which the plan refuses where they stand
    }
  }
}
