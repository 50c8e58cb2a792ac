package dev.sluice.local.kinesis.journal;

import dev.sluice.local.kinesis.Change;
import dev.sluice.local.kinesis.StreamsState;
import java.util.HashMap;
import java.util.Map;

/** Up to when a file of the journal has records, by stream, and whether it needs others before. */
final class Extent {
  private final Map<String, Long> newest = new HashMap<>();
  private boolean empty = true;
  private boolean whole;

  void include(Change change) {
    whole |= empty && change instanceof Change.Snapshot;
    empty = false;
    if (change instanceof Change.RecordsStored stored) {
      for (Change.RecordsStored.Arrival each : stored.arrivals()) {
        newest.merge(stored.stream(), each.stampMillis(), Math::max);
      }
    }
  }

  /** Whether it begins with all that is known without the records, so that it can be the first. */
  boolean isWhole() {
    return whole;
  }

  /** Whether a record of the file may still be read. */
  boolean isNeeded(StreamsState state, long nowMillis) {
    return newest.entrySet().stream()
        .anyMatch(each -> state.mayRead(each.getKey(), each.getValue(), nowMillis));
  }
}
