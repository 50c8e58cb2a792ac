package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Finds out whether a shard without records is idle or has ended, and says so in its lane. */
final class Prober {
  /** A shard gives 5 reads a second, which are shared with the event source mapping. */
  private static final long SPACING_MILLIS = 500;

  /**
   * For so long shards are asked at a time, and one more: each may take seconds where it is
   * throttled, and borders, steps and what is read here are to have their turn.
   */
  private static final long TURN_MILLIS = 15_000;

  /** Between two looks at the time of the call. */
  private static final long LOOK_MILLIS = 100;

  private static final String FAILED = "coordinator.failed_probes";

  /** What the names of its obstacles begin with. */
  static final String PROBE = "probe ";

  private final EngineSettings settings;
  private final Ports ports;
  private final Obstacles obstacles;
  private final Map<String, Long> lastProbe = new HashMap<>();
  private final Map<String, Long> lastWish = new HashMap<>();

  /** The places of lanes in the order in which they were asked last, and where the run began. */
  private final Map<String, Long> places = new HashMap<>();

  private long next = 1;
  private long begun = 1;

  Prober(EngineSettings settings, Ports ports, Obstacles obstacles) {
    this.settings = settings;
    this.ports = ports;
    this.obstacles = obstacles;
  }

  /** How far a lane's clock may be moved at a time of day. */
  long target(long nowMillis) {
    return nowMillis - settings.skewAllowance().toMillis();
  }

  /** A run begins. */
  void begin() {
    begun = next;
  }

  /**
   * Looks behind the ends of lanes: those first that have waited longest for it in this process,
   * and of several those that are furthest behind.
   *
   * @param mayGoOn asked now and then; the next call goes on with the others
   * @return whether an entry was put, or one is still to be asked for the first time in this run
   */
  boolean probe(Collection<LaneView> lanes, BooleanSupplier mayGoOn) {
    obstacles.keep(
        PROBE, lanes.stream().map(each -> PROBE + each.lane()).collect(Collectors.toSet()));
    List<LaneView> order = new ArrayList<>(lanes);
    order.sort(
        Comparator.<LaneView>comparingLong(this::place)
            .thenComparingLong(each -> each.head().clockMillis()));
    boolean put = false;
    long last = ports.clock().nowMillis();
    long spent = 0;
    long looked = 0;
    for (LaneView each : order) {
      long now = ports.clock().nowMillis();
      spent += Math.max(0, now - last);
      last = now;
      if (spent - looked >= LOOK_MILLIS) {
        if (spent >= TURN_MILLIS || !mayGoOn.getAsBoolean()) {
          return put || place(each) < begun;
        }
        looked = spent;
      }
      put |= probeInTime(each);
    }
    return put;
  }

  private long place(LaneView view) {
    return places.getOrDefault(view.lane(), 0L);
  }

  /**
   * Looks behind a lane's end, unless that was done a moment ago, and moves its clock or seals it.
   * A clock that stands, as virtual ones do once all records have arrived, holds no probe back.
   *
   * @return whether an entry was put
   */
  private boolean probeInTime(LaneView view) {
    long now = ports.clock().nowMillis();
    Long last = lastProbe.get(view.lane());
    Long wish = lastWish.put(view.lane(), now);
    boolean stands = wish != null && wish == now;
    if (!stands && last != null && now >= last && now - last < SPACING_MILLIS) {
      return false;
    }
    lastProbe.put(view.lane(), now);
    places.put(view.lane(), next++);
    return probe(view);
  }

  /**
   * Looks behind a lane's end, and moves its clock or seals it.
   *
   * @return whether an entry was put
   */
  private boolean probe(LaneView view) {
    long now =
        ports.clock().nowMillis(); // before asking: a record may come right behind the answer
    ShardEntry head = view.head();
    Source.Probe found;
    obstacles.pass(PROBE + view.lane());
    try {
      if (hasMoreOfItsRecord(view)) {
        return false;
      }
      found = ask(view);
    } catch (StoreUnavailableException e) {
      ports.metrics().count(FAILED, 1);
      return false; // the shard is asked too often, by whomever; the lane waits
    } catch (StoreRefusedException e) {
      ports.metrics().count(FAILED, 1);
      obstacles.meet(PROBE + view.lane(), e);
      return false;
    }
    long target = Math.min(target(now), found.idleUntilMillis());
    if (found.ended()) {
      return view.append(head.seal(now, found.children(), found.expired()));
    } else if (isIdle(found) && target > head.clockMillis()) {
      return view.append(head.advance(target, now));
    }
    return false;
  }

  /**
   * Whether a part of a record is still to be taken. A probe cannot tell, for a shard gives whole
   * records, and has given this one. What has expired comes no more, and nothing waits for it.
   */
  boolean hasMoreOfItsRecord(LaneView view) {
    Position at = view.head().position();
    return at.isInside() && lookAt(view).map(found -> !found.expired()).orElse(true);
  }

  /**
   * Looks behind a lane's end. No call comes behind the end of a shard and shows that others are
   * missing, so that it is found out here.
   */
  Source.Probe ask(LaneView view) {
    String lane = view.lane();
    Source.Probe found =
        ports.source().probe(Lanes.streamOf(lane), Lanes.shardOf(lane), view.head().position());
    boolean unknown = found.ended() && !found.expired();
    return unknown ? found.orExpired(mayHaveExpired(view)) : found;
  }

  /**
   * Whether records behind a lane's end may have expired unread, as the last one that was taken is
   * not found. Nobody can tell of a shard of which none was taken.
   */
  boolean mayHaveExpired(LaneView view) {
    return !view.head().position().equals(Position.START)
        && lookAt(view).map(found -> !found.there()).orElse(false);
  }

  private Optional<Source.Missed> lookAt(LaneView view) {
    String lane = view.lane();
    Position at = view.head().position();
    return ports.source().missed(Lanes.streamOf(lane), Lanes.shardOf(lane), at, 1);
  }

  static boolean isIdle(Source.Probe found) {
    return found.empty() && found.millisBehindLatest() == 0;
  }
}
