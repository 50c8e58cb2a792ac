package dev.sluice.simulation;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Which records calls have brought, and which were taken before any call had. */
final class Brought {
  private final Stores stores;
  private final Map<String, Set<String>> sequences = new HashMap<>();

  /** Of so many records of a lane it is known, the oldest ones. */
  private final Map<String, Integer> judged = new HashMap<>();

  /** So many of them, those in a packed one each by itself, were taken before a call had them. */
  private final Map<String, Long> taken = new HashMap<>();

  Brought(Stores stores) {
    this.stores = stores;
  }

  /** A call begins. */
  void begins(KinesisEvent event) {
    Set<String> known = sequences.computeIfAbsent(lane(event), name -> new HashSet<>());
    event.getRecords().forEach(each -> known.add(each.getKinesis().getSequenceNumber()));
  }

  /** A call is over, and what its lane has taken was taken by it or before. */
  void ended(KinesisEvent event) {
    String lane = lane(event);
    SortedMap<Long, ShardEntry> entries = stores.witness().shard(lane);
    if (entries.isEmpty()) {
      return;
    }
    Position end = entries.get(entries.lastKey()).position();
    List<Sent.One> sent = stores.sent.in(lane);
    int next = judged.getOrDefault(lane, 0);
    for (; next < sent.size(); next++) {
      Sent.One each = sent.get(next);
      if (Position.of(each.record().sequence()).compareTo(end) > 0) {
        break;
      }
      if (!sequences.get(lane).contains(each.record().sequence())) {
        taken.merge(lane, (long) each.put().parts().size(), Long::sum);
      }
    }
    judged.put(lane, next);
  }

  /** How many records a lane took that no call had brought until then. */
  long takenBefore(String lane) {
    return taken.getOrDefault(lane, 0L);
  }

  /** That of the shard whose records a call has. */
  static String lane(KinesisEvent event) {
    KinesisEvent.KinesisEventRecord first = event.getRecords().get(0);
    String arn = first.getEventSourceARN();
    String shard = first.getEventID().split(":")[0];
    return Lanes.shard(arn.substring(arn.lastIndexOf('/') + 1), shard);
  }
}
