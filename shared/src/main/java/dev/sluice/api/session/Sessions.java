package dev.sluice.api.session;

import dev.sluice.api.Aggregator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sessions of a key that are open or can still be revised; no two overlap or touch. */
final class Sessions<P> {
  private final TreeMap<Long, Session<P>> byStart = new TreeMap<>();

  void put(Session<P> session) {
    byStart.put(session.startMillis, session);
  }

  Collection<Session<P>> all() {
    return byStart.values();
  }

  /**
   * Takes a value into the session that it begins, goes on with or makes of several, whose partials
   * are combined in the order of time.
   *
   * @param endMillis the value's own end, time plus gap
   */
  <V> Session<P> add(V value, long timeMillis, long endMillis, Aggregator<V, P, ?> aggregator) {
    List<Session<P>> met = meeting(timeMillis, endMillis);
    Session<P> session;
    if (met.isEmpty()) {
      session = new Session<>(timeMillis, endMillis, aggregator.zero());
    } else {
      session = met.get(0);
      for (Session<P> each : met.subList(1, met.size())) {
        session.partial = aggregator.combine(session.partial, each.partial);
        session.fresh += each.fresh;
      }
      met.forEach(each -> byStart.remove(each.startMillis));
      session.startMillis = Math.min(session.startMillis, timeMillis);
      session.endMillis = Math.max(met.get(met.size() - 1).endMillis, endMillis);
    }
    session.partial = aggregator.add(session.partial, value);
    session.fresh++;
    put(session);
    return session;
  }

  @Override
  public String toString() {
    return byStart.values().toString();
  }

  /** Those that share a moment with {@code [start, end)} or touch it, in the order of time. */
  private List<Session<P>> meeting(long startMillis, long endMillis) {
    List<Session<P>> found = new ArrayList<>();
    Map.Entry<Long, Session<P>> each = byStart.floorEntry(endMillis);
    while (each != null && each.getValue().endMillis >= startMillis) {
      found.add(0, each.getValue());
      each = byStart.lowerEntry(each.getKey());
    }
    return found;
  }
}
