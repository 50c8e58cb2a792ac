package dev.sluice.memory;

import dev.sluice.ports.Position;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source.Shard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A source of one's own in memory, for tests of apps that read one, and as the shortest example of
 * {@link PullSource}. Records stay for ever. Thread-safe.
 */
public final class MemoryPullSource implements PullSource {
  /** Between neighbours, so that nobody takes positions for gapless. */
  private static final int STEP = 3;

  private static final class Lane {
    final Shard shard;
    final List<PulledRecord> records = new ArrayList<>();
    final List<Shard> children = new ArrayList<>();
    boolean ended;

    Lane(Shard shard) {
      this.shard = shard;
    }
  }

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private long idleUntilMillis = Long.MIN_VALUE;

  /** A source with lanes to begin with. */
  public MemoryPullSource(String... laneIds) {
    for (String id : laneIds) {
      lanes.put(id, new Lane(new Shard(id, List.of())));
    }
  }

  /**
   * Puts a record at the end of a lane.
   *
   * @param stamp when it arrives
   * @throws IllegalStateException if the lane has ended
   */
  public synchronized Position put(String lane, Instant stamp, String key, byte[] data) {
    Lane open = open(lane);
    Position position = Position.of(String.valueOf((open.records.size() + 1L) * STEP));
    open.records.add(new PulledRecord(position, stamp.toEpochMilli(), key, data.clone()));
    return position;
  }

  /** Promises that no record with a stamp before a moment will be put into any lane. */
  public synchronized void idleUntil(Instant moment) {
    idleUntilMillis = Math.max(idleUntilMillis, moment.toEpochMilli());
  }

  /** Ends a lane; others go on there, if any are named. */
  public synchronized void end(String lane, String... children) {
    Lane ending = open(lane);
    ending.ended = true;
    for (String child : children) {
      Shard shard = new Shard(child, List.of(lane));
      lanes.put(child, new Lane(shard));
      ending.children.add(shard);
    }
  }

  private Lane open(String id) {
    Lane found = find(id);
    if (found.ended) {
      throw new IllegalStateException("lane '" + id + "' has ended");
    }
    return found;
  }

  private Lane find(String id) {
    Lane found = lanes.get(id);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no lane '" + id + "'; there are " + lanes.keySet());
    }
    return found;
  }

  @Override
  public synchronized List<Shard> lanes() {
    return lanes.values().stream().map(lane -> lane.shard).toList();
  }

  @Override
  public synchronized Pulled read(String laneId, Position after, int maxRecords) {
    Lane lane = find(laneId);
    int from = Collections.binarySearch(positions(lane), after);
    from = from < 0 ? -from - 1 : from + 1;
    int to = (int) Math.min(lane.records.size(), (long) from + maxRecords);
    if (from < to) {
      return Pulled.some(lane.records.subList(from, to));
    } else if (lane.ended) {
      return Pulled.ended(lane.children);
    }
    return idleUntilMillis == Long.MIN_VALUE ? Pulled.unknown() : Pulled.idleUntil(idleUntilMillis);
  }

  private static List<Position> positions(Lane lane) {
    return lane.records.stream().map(PulledRecord::position).toList();
  }
}
