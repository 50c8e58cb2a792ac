package dev.sluice.local.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Records that were read and wait for a call. A batch is cut when there are enough of them, when
 * they fill a call's payload, when the batching window is over, or when the shard has no more.
 */
final class Gathering {

  private final MappingSettings settings;
  private final EventJson json;
  private final Deque<ShardRecord> records = new ArrayDeque<>();
  private long payloadBytes = EventJson.FRAME_BYTES;

  Gathering(MappingSettings settings, EventJson json) {
    this.settings = settings;
    this.json = json;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** How many more records a batch can take. */
  int room() {
    return Math.max(0, settings.batchSize() - records.size());
  }

  boolean isFull() {
    return room() == 0 || payloadBytes >= EventJson.MAX_PAYLOAD_BYTES;
  }

  void add(List<ShardRecord> more) {
    for (ShardRecord record : more) {
      records.addLast(record);
      payloadBytes += json.bytes(record);
    }
  }

  /** Puts records back to the front. */
  void putBack(List<ShardRecord> front) {
    for (int i = front.size() - 1; i >= 0; i--) {
      records.addFirst(front.get(i));
      payloadBytes += json.bytes(front.get(i));
    }
  }

  /**
   * Takes as many records as fit into a call, at least one: a record that is too large for any call
   * fails there, and not here.
   */
  List<ShardRecord> cut() {
    List<ShardRecord> batch = new ArrayList<>();
    long bytes = EventJson.FRAME_BYTES;
    while (!records.isEmpty() && batch.size() < settings.batchSize()) {
      long next = json.bytes(records.peekFirst());
      if (!batch.isEmpty() && bytes + next > EventJson.MAX_PAYLOAD_BYTES) {
        break;
      }
      bytes += next;
      payloadBytes -= next;
      batch.add(records.removeFirst());
    }
    return batch;
  }
}
