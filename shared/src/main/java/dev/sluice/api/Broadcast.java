package dev.sluice.api;

import dev.sluice.api.graph.Running;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small table that functions use, read anew when somebody changes its file or object; made by
 * {@link StreamContext#broadcast}. Which version holds is a matter of the batch interval: the same
 * for all shards and steps of an interval, and the same again in every retry and replay, since the
 * coordinator announces each version in the app's log for intervals that nobody has begun.
 *
 * <pre>
 * interval T = 10 s
 * file:                  v1        | v2 (put at 14 s)
 * seen:                            |     at 20 s, when the coordinator runs
 * records:     a (3 s)   b (12 s)    c (25 s)    d (35 s)    e (41 s)
 * intervals:   |- [0, 10) -|- [10, 20) -|- [20, 30) -|- [30, 40) -|- [40, 50) -|
 * value():     v1          v1           v1           v1           v2
 * </pre>
 *
 * <p>A changed table holds from a border on that is at least one whole interval behind the moment
 * at which the coordinator sees it: intervals up to there have been fixed for those who work on
 * them. Between two changes any number may be missed, as a file keeps the newest only.
 *
 * <p>In functions right behind a source the interval is that of the record; behind an aggregation
 * or another operator with a shuffle it is that of the step, whatever window a result belongs to.
 *
 * @param <T> what the table is read into
 */
public final class Broadcast<T> {
  /** How many an app may have: each is looked at in every run of the coordinator. */
  public static final int MAX_BROADCASTS = 16;

  private final String name;
  private final Running running;

  Broadcast(String name, Running running) {
    this.name = name;
    this.running = running;
  }

  /** The name under which the table is given. */
  public String name() {
    return name;
  }

  /**
   * The table as it holds for the interval at hand. It is shared: leave it as it is.
   *
   * @throws IllegalStateException SLUICE-S10 outside of the app's functions, or in those of sinks
   */
  @SuppressWarnings("unchecked")
  public T value() {
    return (T)
        running
            .call()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "SLUICE-S10 broadcast '"
                            + name
                            + "' is read outside of the app's functions, in a thread of its own, in"
                            + " a sink, or by functions of another definition of the app: there is"
                            + " no interval there whose version it could be; read it in functions"
                            + " such as map and filter, and keep it in a local variable of"
                            + " define()"))
            .broadcast(name);
  }

  /**
   * A parser of tables with one row a line; empty lines are left out.
   *
   * <pre>
   * lines:    "apple,3"   "pear,5"
   * value():  {apple=3, pear=5}
   * </pre>
   *
   * @param row makes a key and a value of a line
   * @return a parser for {@link StreamContext#broadcast}; its maps cannot be changed. A table with
   *     a line for which {@code row} throws, or with a key twice, is refused as a whole
   */
  public static <K, V> Fn<List<String>, Map<K, V>> rows(
      Fn<? super String, ? extends Pair<K, V>> row) {
    return lines -> {
      Map<K, V> rows = new LinkedHashMap<>();
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          Pair<K, V> pair;
          try {
            pair = row.apply(lines.get(i));
          } catch (Exception e) {
            throw new IllegalArgumentException("line " + (i + 1) + " cannot be read: " + e, e);
          }
          if (rows.putIfAbsent(pair.key(), pair.value()) != null) {
            throw new IllegalArgumentException(
                "line " + (i + 1) + " has key " + pair.key() + " once more");
          }
        }
      }
      return Collections.unmodifiableMap(rows);
    };
  }
}
