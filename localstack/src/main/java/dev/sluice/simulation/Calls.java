package dev.sluice.simulation;

import dev.sluice.api.BatchInfo;
import dev.sluice.testkit.faults.Trouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The calls that sinks outside get in a run: at least one for each share of a batch, always with
 * the same rows, a newer one when the one before was taken. Such a sink throws now and then.
 */
public final class Calls {
  private static final String OUTSIDE = "outside/";

  /** The share of a batch that a sink is called with. */
  private record Share(String sink, BatchInfo batch) {
    String bucket() {
      return sink + " " + batch.bucket();
    }
  }

  private final Throwing throwing;
  private final Map<Share, List<String>> called = new HashMap<>();
  private final Set<Share> taken = new HashSet<>();
  private final Set<Share> returned = new HashSet<>();
  private final Map<String, Share> newest = new HashMap<>();
  private final Map<String, List<Connection>> connections = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * @param trouble decides when sinks throw
   */
  public Calls(Trouble trouble) {
    this(new Throwing(trouble));
  }

  Calls(Throwing throwing) {
    this.throwing = throwing;
  }

  /**
   * A sink is called. It throws now and then, before the rows are taken or behind that.
   *
   * @param sink its name
   */
  public void take(String sink, List<String> rows, BatchInfo batch) {
    Share share = new Share(sink, batch);
    List<String> before = called.putIfAbsent(share, List.copyOf(rows));
    if (before == null) {
      isNext(share);
    } else if (!before.equals(rows)) {
      violations.add(share + " came with " + before + " and again with " + rows);
    }
    throwing.mayThrow(share + " before");
    taken.add(share);
    throwing.mayThrow(share + " behind");
    returned.add(share);
  }

  private void isNext(Share share) {
    Share last = newest.put(share.bucket(), share);
    if (last != null && last.batch().batchId() > share.batch().batchId()) {
      violations.add(share + " came behind " + last);
    } else if (last != null && !returned.contains(last)) {
      violations.add(share + " came before " + last + " was taken");
    }
  }

  /** A connection for a sink that wants one. */
  public Connection connect(String sink) {
    List<Connection> all = connections.computeIfAbsent(sink, s -> new ArrayList<>());
    if (all.stream().anyMatch(Connection::isLeftOpen)) {
      violations.add(sink + " has failed, and its connection is open");
    }
    Connection connection = new Connection(sink, this);
    all.add(connection);
    return connection;
  }

  /** A connection is used that has failed, or was closed. */
  void usedInVain(String sink, BatchInfo batch) {
    violations.add(sink + " uses a connection that is no good any more for " + batch);
  }

  /** The rows that came to a sink, by border, sorted; those of each share once. */
  SortedMap<Long, List<String>> taken(String sink) {
    SortedMap<Long, List<String>> rows = new TreeMap<>();
    for (Share share : taken) {
      if (share.sink().equals(sink)) {
        rows.computeIfAbsent(share.batch().batchId(), b -> new ArrayList<>())
            .addAll(called.get(share));
      }
    }
    rows.values().forEach(each -> each.sort(null));
    return rows;
  }

  /** The rows of all sinks, as if each batch of one were a directory of files. */
  SortedMap<String, List<String>> rows() {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    Set<String> sinks = new HashSet<>();
    called.keySet().forEach(each -> sinks.add(each.sink()));
    for (String sink : sinks) {
      taken(sink).forEach((border, of) -> rows.put(directory(sink, border), of));
    }
    return rows;
  }

  /** Where the rows of a batch must be that a sink is called with. */
  public static String directory(String sink, long border) {
    return OUTSIDE + sink + "-" + border;
  }

  /** What must not be: shares that came again with other rows, or out of order. */
  List<String> violations() {
    return violations;
  }
}
