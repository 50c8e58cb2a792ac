package dev.sluice.simulation;

import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Source;
import dev.sluice.testkit.faults.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets events happen to streams. */
final class Streams {
  private Streams() {}

  /**
   * @param sent is told how each record was sent
   * @return the fault that it was, if it is one and something has changed
   */
  static Optional<Fault> apply(Event event, Map<String, MemoryStream> streams, Sent sent) {
    if (event instanceof Event.Put put) {
      put(put, streams.get(put.stream()), sent);
    } else if (event instanceof Event.Split split) {
      MemoryStream stream = streams.get(split.stream());
      List<Source.Shard> open = open(stream);
      stream.split(open.get(split.openShard() % open.size()).id());
      return Optional.of(Fault.RESHARDING);
    } else if (event instanceof Event.Merge merge) {
      boolean merged = mergeSomewhere(streams.get(merge.stream()));
      return merged ? Optional.of(Fault.RESHARDING) : Optional.empty();
    } else if (event instanceof Event.Grow grow) {
      streams.get(grow.stream()).grow();
      return Optional.of(Fault.PARTITION_ADDED);
    }
    return Optional.empty();
  }

  /** Added shards get an equal part of the keys each, and those that were split another. */
  private static void put(Event.Put put, MemoryStream stream, Sent sent) {
    List<String> added = stream.added();
    int place = Math.floorMod(put.partitionKey().hashCode(), added.size() + 1);
    if (place == added.size()) {
      MemoryStream.Placed placed = stream.put(put.partitionKey(), put.data(), put.stampMillis());
      sent.add(placed.shardId(), placed.record(), put);
    } else {
      String shard = added.get(place);
      MemoryRecord record = stream.putTo(shard, put.partitionKey(), put.data(), put.stampMillis());
      sent.add(shard, record, put);
    }
  }

  private static List<Source.Shard> open(MemoryStream stream) {
    return stream.shards(stream.name()).stream()
        .filter(shard -> !stream.isClosed(shard.id()) && !stream.added().contains(shard.id()))
        .toList();
  }

  private static boolean mergeSomewhere(MemoryStream stream) {
    List<Source.Shard> open = open(stream);
    for (Source.Shard one : open) {
      for (Source.Shard other : open) {
        if (one != other && stream.owned(one.id()).touches(stream.owned(other.id()))) {
          stream.merge(one.id(), other.id());
          return true;
        }
      }
    }
    return false;
  }
}
