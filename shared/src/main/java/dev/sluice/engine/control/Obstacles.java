package dev.sluice.engine.control;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What keeps streams from being listed and lanes from being read. It holds up nothing else, and is
 * told when all is done that can be done without them.
 */
final class Obstacles {
  private final Map<String, RuntimeException> met = new TreeMap<>();

  /** Nothing is known yet but of a kind of which a run may not try all. */
  void forgetAllBut(String kind) {
    met.keySet().removeIf(each -> !each.startsWith(kind));
  }

  /** Something does not work, for the first time or again. */
  void meet(String what, RuntimeException e) {
    met.put(what, e);
  }

  /** It is tried anew. */
  void pass(String what) {
    met.remove(what);
  }

  /** Of a kind, only some are still wanted. */
  void keep(String kind, Set<String> some) {
    met.keySet().removeIf(each -> each.startsWith(kind) && !some.contains(each));
  }

  /** Throws what was met and not passed since: one of several, and the others with it. */
  void requireNone() {
    RuntimeException first = null;
    for (RuntimeException each : met.values()) {
      if (first == null) {
        first = each;
      } else if (each != first && !List.of(first.getSuppressed()).contains(each)) {
        first.addSuppressed(each);
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
