package dev.sluice.local.kinesis;

import java.util.Arrays;

/** The records of a shard in their order: appended behind, dropped in front, found by counter. */
final class RecordLog {

  private static final int FIRST_CAPACITY = 16;

  private StoredRecord[] records = new StoredRecord[FIRST_CAPACITY];
  private int from;
  private int to;

  int size() {
    return to - from;
  }

  StoredRecord get(int index) {
    return records[from + index];
  }

  void add(StoredRecord added) {
    if (to == records.length) {
      // Moving to the front is paid for by the drops that made the room.
      boolean roomInFront = from > records.length / 2;
      StoredRecord[] target =
          roomInFront ? records : new StoredRecord[Math.multiplyExact(2, size() + 1)];
      System.arraycopy(records, from, target, 0, size());
      if (roomInFront) {
        Arrays.fill(records, size(), to, null);
      }
      to = size();
      from = 0;
      records = target;
    }
    records[to++] = added;
  }

  /** Forgets all records that arrived before a time. Stamps never fall, so those are in front. */
  void dropBefore(long millis) {
    while (from < to && records[from].stampMillis() < millis) {
      records[from++] = null;
    }
  }

  /** The index of the first record whose counter is at least this; {@link #size()} if none is. */
  int indexOfCounter(long counter) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = low + high >>> 1;
      if (records[middle].counter() < counter) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - from;
  }

  /** The index of the first record that arrived at a time or later; {@link #size()} if none did. */
  int indexOfStamp(long millis) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = low + high >>> 1;
      if (records[middle].stampMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - from;
  }
}
