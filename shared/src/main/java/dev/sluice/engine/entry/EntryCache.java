package dev.sluice.engine.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Entries that this process has read or put, so that each is fetched once though several lanes need
 * it. Entries never change, so nothing here is ever stale. One thread at a time.
 *
 * @param <E> the type of the entries
 */
public final class EntryCache<E> {
  private record Cached<E>(E entry, int bytes) {}

  /** What entries of one kind may take in memory, roughly; older ones are read again. */
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private final LaneLog<E> log;
  private final ToIntFunction<E> sizes;
  private final Map<String, NavigableMap<Long, Cached<E>>> lanes = new HashMap<>();
  private long bytes;

  /**
   * @param sizes about how many bytes of memory an entry takes
   */
  public EntryCache(LaneLog<E> log, ToIntFunction<E> sizes) {
    this.log = log;
    this.sizes = sizes;
  }

  /** Remembers an entry that is known to be in the log. */
  public void put(String lane, long number, E entry) {
    Cached<E> cached = new Cached<>(entry, sizes.applyAsInt(entry));
    Cached<E> before = lanes.computeIfAbsent(lane, name -> new TreeMap<>()).put(number, cached);
    bytes += cached.bytes - (before == null ? 0 : before.bytes);
    if (bytes > MAX_BYTES) {
      shrink();
    }
  }

  /** Puts an entry into the log, and remembers it if it got there. */
  public boolean append(String lane, long number, E entry) {
    boolean won = log.append(lane, number, entry);
    if (won) {
      put(lane, number, entry);
    }
    return won;
  }

  /** The entries from a number on that this process knows, without asking the log. */
  private List<LaneLog.Numbered<E>> known(String lane, long from, long most) {
    NavigableMap<Long, Cached<E>> there = lanes.get(lane);
    if (there == null || there.isEmpty() || there.lastKey() < from) {
      return List.of();
    }
    List<LaneLog.Numbered<E>> found = new ArrayList<>();
    long next = from;
    for (Map.Entry<Long, Cached<E>> each : there.tailMap(from).entrySet()) {
      if (each.getKey() != next || found.size() == most) {
        break;
      }
      found.add(new LaneLog.Numbered<>(next++, each.getValue().entry));
    }
    return found;
  }

  /** An entry by its number, nothing where it is not there. */
  public Optional<E> find(String lane, long number) {
    return known(lane, number, 1).stream()
        .findFirst()
        .or(() -> log.find(lane, number))
        .map(LaneLog.Numbered::entry);
  }

  /** The entries from a number to the end of the lane; one query where nothing is new. */
  public List<LaneLog.Numbered<E>> readFrom(String lane, long from) {
    List<LaneLog.Numbered<E>> known = known(lane, from, Long.MAX_VALUE);
    return with(known, lane, log.read(lane, from + known.size(), Long.MAX_VALUE));
  }

  /**
   * The entries from a number on.
   *
   * @param most at least 1, to bound memory; less than that come only where the lane ends
   */
  public List<LaneLog.Numbered<E>> readSome(String lane, long from, int most) {
    List<LaneLog.Numbered<E>> known = known(lane, from, most);
    return known.size() == most
        ? known
        : with(known, lane, log.read(lane, from + known.size(), from + most - 1));
  }

  /**
   * The entries from a number up to and including another.
   *
   * @throws dev.sluice.engine.ProtocolException if one is missing
   */
  public List<LaneLog.Numbered<E>> readAll(String lane, long from, long to) {
    long count = to - from + 1;
    List<LaneLog.Numbered<E>> known = known(lane, from, count);
    if (known.size() == count) {
      return known;
    }
    return with(known, lane, log.readAll(lane, from + known.size(), to));
  }

  private List<LaneLog.Numbered<E>> with(
      List<LaneLog.Numbered<E>> known, String lane, List<LaneLog.Numbered<E>> more) {
    more.forEach(each -> put(lane, each.number(), each.entry()));
    if (known.isEmpty()) {
      return more;
    }
    List<LaneLog.Numbered<E>> all = new ArrayList<>(known);
    all.addAll(more);
    return all;
  }

  /** Forgets all: the lanes of what was retired begin anew where that comes back. */
  public void clear() {
    lanes.clear();
    bytes = 0;
  }

  /** Drops the older half of every lane. */
  private void shrink() {
    for (NavigableMap<Long, Cached<E>> lane : lanes.values()) {
      int drop = (lane.size() + 1) / 2;
      Iterator<Cached<E>> oldest = lane.values().iterator();
      while (drop-- > 0) {
        bytes -= oldest.next().bytes;
        oldest.remove();
      }
    }
  }
}
