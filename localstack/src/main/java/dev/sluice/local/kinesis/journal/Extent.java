package dev.sluice.local.kinesis.journal;

import dev.sluice.local.kinesis.Change;
import dev.sluice.local.kinesis.StreamsState;
import java.util.HashMap;
import java.util.Map;

/** Up to when a file of the journal has records, by stream. */
final class Extent {
  private final Map<String, Long> newest = new HashMap<>();

  void include(Change change) {
    if (change instanceof Change.RecordsStored stored) {
      for (Change.RecordsStored.Arrival each : stored.arrivals()) {
        newest.merge(stored.stream(), each.stampMillis(), Math::max);
      }
    }
  }

  /** Whether a record of the file may still be read. */
  boolean isNeeded(StreamsState state, long nowMillis) {
    return newest.entrySet().stream()
        .anyMatch(each -> state.mayRead(each.getKey(), each.getValue(), nowMillis));
  }
}
