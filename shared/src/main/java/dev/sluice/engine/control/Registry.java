package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Source;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The lanes that count, as they change: shards that appear, and lanes that have ended. */
final class Registry {
  /**
   * A listing may lack shards that are so young. Kinesis promises no limit, and is much faster; a
   * merge waits for so long only where the app has never met one of the two shards.
   */
  private static final Duration SLOWEST_LISTING = Duration.ofMinutes(10);

  private final EngineSettings settings;
  private final Logs logs;
  private final Clock clock;
  private final ControlEntry at;
  private final Map<String, ControlEntry.Lane> lanes;
  private final Map<String, ControlEntry.Drained> drained;
  private final Map<String, Long> counters;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> listed = new HashSet<>();

  /** When each stream was asked for the listing that is known. */
  private final Map<String, Long> asked = new HashMap<>();

  private final Map<String, Set<String>> children = new HashMap<>();
  private final Map<String, Set<String>> parents = new HashMap<>();

  /** Shards that the end of a lane has named, with all of their parents. */
  private final Set<String> named = new HashSet<>();

  private final Set<String> awaited = new HashSet<>();
  private boolean young;
  private boolean changed;

  Registry(EngineSettings settings, Logs logs, Clock clock, ControlEntry at) {
    this.settings = settings;
    this.logs = logs;
    this.clock = clock;
    this.at = at;
    this.lanes = new TreeMap<>(at.lanes());
    this.drained = new TreeMap<>(at.drained());
    this.counters = new TreeMap<>(at.counters());
  }

  /** Takes in the shards that a stream lists. */
  void learn(String stream, Listing.Listed some) {
    some.shards().forEach(shard -> listed.add(Lanes.shard(stream, shard.id())));
    asked.put(stream, some.askedMillis());
    know(stream, some.shards());
  }

  /** Takes in the children of the shards that have ended. */
  void learn(Map<String, LaneView> views) {
    views.forEach(
        (lane, view) -> {
          String stream = Lanes.streamOf(lane);
          know(stream, view.head().children());
          view.head().children().forEach(child -> named.add(Lanes.shard(stream, child.id())));
        });
  }

  private void know(String stream, Collection<Source.Shard> shards) {
    for (Source.Shard shard : shards) {
      String lane = Lanes.shard(stream, shard.id());
      known.add(lane);
      for (String parent : shard.parents()) {
        String of = Lanes.shard(stream, parent);
        children.computeIfAbsent(of, name -> new TreeSet<>()).add(lane);
        parents.computeIfAbsent(lane, name -> new TreeSet<>()).add(of);
      }
    }
  }

  /**
   * Registers lanes whose parents have all ended, and retires lanes whose children are registered.
   *
   * @param views the registered lanes
   */
  void update(Map<String, LaneView> views) {
    Set<String> met = ancestorsOfTaken();
    List<String> leaving = leaving(views);
    for (String lane : known) {
      if (!isTaken(lane) && !isForgotten(lane, met)) {
        consider(lane, views, leaving);
      }
    }
    for (String lane : new TreeSet<>(lanes.keySet())) {
      LaneView view = views.get(lane);
      if (view != null && view.head().sealed() && childrenAreRegistered(lane, view.head())) {
        retire(lane, view);
      }
    }
  }

  /** Whether a lane is registered, or was, or is known to follow one that is. */
  private boolean isMet(String lane) {
    return isTaken(lane) || known.contains(lane);
  }

  private boolean isTaken(String lane) {
    return lanes.containsKey(lane) || drained.containsKey(lane);
  }

  /**
   * Whether a lane ended long ago, was forgotten, and is in a listing from before: a run has one
   * that is as old as itself. A shard joins behind its parents only, so that one of which some
   * descendant has joined was met; unless that did not wait for it (see {@link #isGone}), and a
   * parent of it is only about to be retired.
   */
  private boolean isForgotten(String lane, Set<String> met) {
    return met.contains(lane)
        && parents.getOrDefault(lane, Set.of()).stream().noneMatch(lanes::containsKey);
  }

  private Set<String> ancestorsOfTaken() {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(lanes.keySet());
    open.addAll(drained.keySet());
    while (!open.isEmpty()) {
      for (String parent : parents.getOrDefault(open.remove(), Set.of())) {
        if (found.add(parent)) {
          open.add(parent);
        }
      }
    }
    return found;
  }

  private void consider(String lane, Map<String, LaneView> views, List<String> leaving) {
    long clockMillis = clockBehind(at.lastBorder());
    boolean follows = false;
    boolean ready = true;
    List<LaneView> ended = new ArrayList<>();
    boolean complete = true;
    Set<String> before = new TreeSet<>(parents.getOrDefault(lane, Set.of()));
    if (!named.contains(lane) || !before.stream().allMatch(this::isMet)) {
      String stream = Lanes.streamOf(lane);
      leaving.stream().filter(each -> Lanes.streamOf(each).equals(stream)).forEach(before::add);
    }
    for (String parent : before) {
      LaneView view = views.get(parent);
      if (drained.containsKey(parent)) {
        clockMillis = Math.max(clockMillis, drained.get(parent).clockMillis());
        follows = true;
      } else if (view != null && view.head().sealed()) {
        clockMillis = Math.max(clockMillis, view.head().clockMillis());
        ended.add(view);
        follows = true;
      } else if (lanes.containsKey(parent) || known.contains(parent)) {
        awaited.add(parent);
        ready = false;
      } else {
        complete = false;
      }
    }
    if (ready && (complete || isGone(lane, ended))) {
      lanes.put(lane, join(lane, follows ? clockMillis : Math.max(clockMillis, begun())));
      changed = true;
    } else if (ready) {
      young = true;
    }
  }

  /**
   * The clock with which a lane joins that follows no other, at least: what a change has added may
   * be all that reads it, and takes no part in batches that were begun before.
   */
  private long begun() {
    return clockBehind(at.epoch().newestBeginning());
  }

  private long clockBehind(long interval) {
    return interval == Long.MIN_VALUE
        ? ControlEntry.Lane.BEGINNING
        : settings.borderMillis(interval);
  }

  /**
   * The open lanes whose shards their streams do not list: where they have left, they may be
   * parents of any shard of the stream that is listed.
   */
  private List<String> leaving(Map<String, LaneView> views) {
    return lanes.keySet().stream()
        .filter(lane -> asked.containsKey(Lanes.streamOf(lane)) && !listed.contains(lane))
        .filter(lane -> views.containsKey(lane) && !views.get(lane).head().sealed())
        .toList();
  }

  /**
   * Whether a parent of which nothing is known left its stream before the app met it. A listing
   * that has the child would have it, as it is older; one that has neither may come too early.
   *
   * @param ended the other parents, as far as they are not retired
   */
  private boolean isGone(String child, List<LaneView> ended) {
    Long since = asked.get(Lanes.streamOf(child));
    return listed.contains(child)
        || since != null
            && ended.stream()
                .allMatch(each -> each.endedMillis() + SLOWEST_LISTING.toMillis() <= since);
  }

  /**
   * Lets a lane begin, or finds how somebody let it begin who died before it was registered. That
   * may be long ago: the newest border may lie behind its clock by now, and what came between them
   * would be read by nobody. So its clock is brought up to where it may join.
   */
  private ControlEntry.Lane join(String lane, long clockMillis) {
    long now = clock.nowMillis();
    while (true) {
      Optional<LaneLog.Numbered<ShardEntry>> head = logs.shards().head(lane);
      long next = head.map(each -> each.number() + 1).orElse(0L);
      if (head.isEmpty()) {
        logs.shards().append(lane, next, ShardEntry.birth(clockMillis, now));
      } else if (head.get().entry().clockMillis() < clockMillis) {
        logs.shards().append(lane, next, head.get().entry().advance(clockMillis, now));
      } else {
        return new ControlEntry.Lane(head.get().entry().clockMillis(), next - 1);
      }
    }
  }

  private boolean childrenAreRegistered(String lane, ShardEntry seal) {
    String stream = Lanes.streamOf(lane);
    Set<String> all = new TreeSet<>(children.getOrDefault(lane, Set.of()));
    seal.children().forEach(child -> all.add(Lanes.shard(stream, child.id())));
    return !all.isEmpty() && all.stream().allMatch(this::isTaken);
  }

  private void retire(String lane, LaneView view) {
    ShardEntry seal = view.head();
    lanes.remove(lane);
    drained.put(lane, new ControlEntry.Drained(seal.clockMillis(), seal.position(), view.from()));
    count(seal.counters());
    changed = true;
  }

  /** Adds the counters of a lane that is not asked for them any more. */
  void count(Map<String, Long> some) {
    some.forEach((name, count) -> counters.merge(name, count, Long::sum));
  }

  /** Retires every lane: all have ended, and nothing follows. */
  void retireAll(Map<String, LaneView> views) {
    for (String lane : List.copyOf(lanes.keySet())) {
      retire(lane, views.get(lane));
    }
  }

  /** Moves pointers behind the borders up to k. */
  void trim(Map<String, LaneView> views, long k) {
    for (LaneView view : views.values()) {
      String lane = view.lane();
      view.trim(k);
      long from = view.from();
      boolean done = view.isDone(k);
      drained.computeIfPresent(
          lane,
          (name, each) ->
              new ControlEntry.Drained(
                  each.clockMillis(), each.position(), done ? Long.MAX_VALUE : from));
      lanes.computeIfPresent(lane, (name, each) -> new ControlEntry.Lane(each.clockMillis(), from));
    }
  }

  /**
   * Forgets lanes that ended long ago and that their streams do not list any more.
   *
   * @param streams those whose listings are known
   */
  void forget(Set<String> streams) {
    long old = clock.nowMillis() - settings.entryLifetime().toMillis();
    drained
        .entrySet()
        .removeIf(
            each ->
                each.getValue().readFrom() == Long.MAX_VALUE
                    && each.getValue().clockMillis() < old
                    && streams.contains(Lanes.streamOf(each.getKey()))
                    && !known.contains(each.getKey()));
  }

  boolean isChanged() {
    return changed;
  }

  /** Registered lanes whose end a shard waits for that is not registered. */
  Set<String> awaited() {
    return awaited;
  }

  /**
   * Whether a shard is not registered yet that has to be: some lane has to end, or time to pass.
   */
  boolean isWaitedFor() {
    return young || !awaited.isEmpty();
  }

  /** The entry that says all this, without borders. */
  ControlEntry next() {
    return at.next(lanes, drained, counters, clock.nowMillis());
  }
}
