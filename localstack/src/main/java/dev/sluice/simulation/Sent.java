package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.memory.MemoryRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What producers have sent, shard by shard, whether it is in its stream still or has expired. */
final class Sent {
  /**
   * A record.
   *
   * @param record as it lay in its shard
   * @param put how it was sent: with one part, or several that were packed
   */
  record One(MemoryRecord record, Event.Put put) {}

  private final Map<String, List<One>> lanes = new HashMap<>();

  void add(String shard, MemoryRecord record, Event.Put put) {
    lanes
        .computeIfAbsent(Lanes.shard(put.stream(), shard), lane -> new ArrayList<>())
        .add(new One(record, put));
  }

  /** All that was ever put into the shard of a lane, in order. */
  List<One> in(String lane) {
    return lanes.getOrDefault(lane, List.of());
  }
}
