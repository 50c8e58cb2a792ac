package dev.sluice.testkit;

import dev.sluice.engine.RefusedException;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.Transform;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls the transform with the records of a stream, shard by shard, parents before children. */
final class Delivery {
  private static final int RECORDS_PER_CALL = 500;

  private final MemoryStream stream;
  private final Map<String, Position> acknowledged = new HashMap<>();

  Delivery(MemoryStream stream) {
    this.stream = stream;
  }

  /** Delivers what was not delivered yet; whether there was anything. */
  boolean deliver(Transform transform) {
    boolean any = false;
    for (Source.Shard shard : stream.shards(stream.name())) {
      while (shard.parents().stream().allMatch(this::isDrained) && call(shard.id(), transform)) {
        any = true;
      }
    }
    return any;
  }

  /** Delivers everything that was delivered before, in calls of another size. */
  void redeliver(Transform transform, int recordsPerCall) {
    acknowledged.forEach(
        (shard, end) -> {
          Position at = Position.START;
          while (at.compareTo(end) < 0) {
            List<InRecord> call =
                read(shard, at, recordsPerCall).stream()
                    .filter(each -> each.position().compareTo(end) <= 0)
                    .toList();
            transform.apply(stream.name(), shard, call);
            at = call.get(call.size() - 1).position();
          }
        });
  }

  private boolean call(String shard, Transform transform) {
    List<InRecord> call = read(shard, at(shard), RECORDS_PER_CALL);
    if (call.isEmpty()) {
      return false;
    }
    try {
      transform.apply(stream.name(), shard, call);
    } catch (RefusedException e) {
      return false; // a new shard that the coordinator has not met: it comes again
    }
    acknowledged.put(shard, call.get(call.size() - 1).position());
    return true;
  }

  private boolean isDrained(String shard) {
    return stream.isClosed(shard) && stream.read(shard, at(shard), 1).isEmpty();
  }

  private Position at(String shard) {
    return acknowledged.getOrDefault(shard, Position.START);
  }

  private List<InRecord> read(String shard, Position after, int max) {
    return stream.read(shard, after, max).stream().map(Delivery::input).toList();
  }

  private static InRecord input(MemoryRecord record) {
    return new InRecord(
        Position.of(record.sequence()), record.stampMillis(), record.partitionKey(), record.data());
  }
}
