package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The lanes that count, as they change: shards that appear, and lanes that have ended. */
final class Registry {
  private final EngineSettings settings;
  private final Logs logs;
  private final Clock clock;
  private final long lastBorder;
  private final Map<String, ControlEntry.Lane> lanes;
  private final Map<String, ControlEntry.Drained> drained;
  private final Map<String, Source.Shard> known = new TreeMap<>();
  private final Set<String> awaited = new HashSet<>();
  private boolean changed;

  Registry(EngineSettings settings, Logs logs, Clock clock, ControlEntry at) {
    this.settings = settings;
    this.logs = logs;
    this.clock = clock;
    this.lastBorder = at.lastBorder();
    this.lanes = new TreeMap<>(at.lanes());
    this.drained = new TreeMap<>(at.drained());
  }

  /** Takes in shards of a stream, by listing or as the children of one that ended. */
  void learn(String stream, List<Source.Shard> shards) {
    shards.forEach(shard -> known.putIfAbsent(Lanes.shard(stream, shard.id()), shard));
  }

  /**
   * Registers lanes whose parents have all ended, and retires lanes whose children are registered.
   *
   * @param views the registered lanes
   */
  void update(Map<String, LaneView> views) {
    for (Map.Entry<String, Source.Shard> each : known.entrySet()) {
      String lane = each.getKey();
      if (!lanes.containsKey(lane) && !drained.containsKey(lane)) {
        consider(lane, each.getValue(), views);
      }
    }
    for (String lane : new TreeSet<>(lanes.keySet())) {
      LaneView view = views.get(lane);
      if (view != null && view.head().sealed() && childrenAreRegistered(lane, view.head())) {
        retire(lane, view);
      }
    }
  }

  private void consider(String lane, Source.Shard shard, Map<String, LaneView> views) {
    long clockMillis = lastBorder == Long.MIN_VALUE ? 0 : settings.borderMillis(lastBorder);
    boolean ready = true;
    boolean first = true;
    for (String id : shard.parents()) {
      String parent = Lanes.shard(Lanes.streamOf(lane), id);
      long end;
      if (drained.containsKey(parent)) {
        end = drained.get(parent).clockMillis();
      } else if (views.containsKey(parent) && views.get(parent).head().sealed()) {
        end = views.get(parent).head().clockMillis();
      } else if (lanes.containsKey(parent) || known.containsKey(parent)) {
        awaited.add(parent);
        ready = false;
        continue;
      } else {
        continue; // gone from the stream before the app met it
      }
      clockMillis = first ? end : Math.max(clockMillis, end);
      first = false;
    }
    if (ready) {
      lanes.put(lane, new ControlEntry.Lane(birth(lane, clockMillis), 0));
      changed = true;
    }
  }

  /** Puts entry 0, or finds the one that a coordinator put before it could register the lane. */
  private long birth(String lane, long clockMillis) {
    logs.shards().append(lane, 0, ShardEntry.birth(clockMillis, clock.nowMillis()));
    List<LaneLog.Numbered<ShardEntry>> there = logs.shards().read(lane, 0, 0);
    if (there.isEmpty()) {
      throw new ProtocolException("SLUICE-E09", "the birth of lane " + lane + " is gone again");
    }
    return there.get(0).entry().clockMillis();
  }

  private boolean childrenAreRegistered(String lane, ShardEntry seal) {
    Set<String> children = new TreeSet<>();
    String stream = Lanes.streamOf(lane);
    seal.children().forEach(child -> children.add(Lanes.shard(stream, child.id())));
    known.forEach(
        (name, shard) -> {
          if (Lanes.streamOf(name).equals(stream)
              && shard.parents().contains(Lanes.shardOf(lane))) {
            children.add(name);
          }
        });
    return !children.isEmpty()
        && children.stream().allMatch(each -> lanes.containsKey(each) || drained.containsKey(each));
  }

  private void retire(String lane, LaneView view) {
    ShardEntry seal = view.head();
    lanes.remove(lane);
    drained.put(lane, new ControlEntry.Drained(seal.clockMillis(), seal.position(), view.from()));
    changed = true;
  }

  /** Retires every lane: all have ended, and nothing follows. */
  void retireAll(Map<String, LaneView> views) {
    for (String lane : new TreeSet<>(lanes.keySet())) {
      retire(lane, views.get(lane));
    }
  }

  /** Moves pointers behind the borders up to k, and forgets what ended long ago. */
  void trim(Map<String, LaneView> views, long k) {
    for (LaneView view : views.values()) {
      String lane = view.lane();
      ControlEntry.Drained end = drained.get(lane);
      boolean done = view.isDone(k);
      view.trim(k);
      if (end != null) {
        long from = done ? Long.MAX_VALUE : view.from();
        drained.put(lane, new ControlEntry.Drained(end.clockMillis(), end.position(), from));
      } else {
        lanes.computeIfPresent(
            lane, (name, each) -> new ControlEntry.Lane(each.birthClockMillis(), view.from()));
      }
    }
    long old = clock.nowMillis() - settings.entryLifetime().toMillis();
    drained
        .entrySet()
        .removeIf(
            each ->
                each.getValue().readFrom() == Long.MAX_VALUE
                    && each.getValue().clockMillis() < old
                    && !known.containsKey(each.getKey()));
  }

  boolean isChanged() {
    return changed;
  }

  /** Registered lanes whose end a shard waits for that is not registered. */
  Set<String> awaited() {
    return awaited;
  }

  Map<String, ControlEntry.Lane> lanes() {
    return lanes;
  }

  Map<String, ControlEntry.Drained> drained() {
    return drained;
  }
}
