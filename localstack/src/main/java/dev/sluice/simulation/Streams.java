package dev.sluice.simulation;

import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Source;
import java.util.List;
import java.util.Map;

/** Lets events happen to streams. */
final class Streams {
  private Streams() {}

  /**
   * @param packed is told what a record packs
   */
  static void apply(
      Event event, Map<String, MemoryStream> streams, Map<MemoryRecord, List<byte[]>> packed) {
    if (event instanceof Event.Put put) {
      MemoryStream.Placed placed =
          streams.get(put.stream()).put(put.partitionKey(), put.data(), put.stampMillis());
      packed.put(placed.record(), put.parts());
    } else if (event instanceof Event.Split split) {
      MemoryStream stream = streams.get(split.stream());
      List<Source.Shard> open = open(stream);
      stream.split(open.get(split.openShard() % open.size()).id());
    } else if (event instanceof Event.Merge merge) {
      mergeSomewhere(streams.get(merge.stream()));
    }
  }

  private static List<Source.Shard> open(MemoryStream stream) {
    return stream.shards(stream.name()).stream()
        .filter(shard -> !stream.isClosed(shard.id()))
        .toList();
  }

  private static void mergeSomewhere(MemoryStream stream) {
    List<Source.Shard> open = open(stream);
    for (Source.Shard one : open) {
      for (Source.Shard other : open) {
        if (one != other
            && stream
                .hashKeys(stream.name(), one.id())
                .touches(stream.hashKeys(stream.name(), other.id()))) {
          stream.merge(one.id(), other.id());
          return;
        }
      }
    }
  }
}
