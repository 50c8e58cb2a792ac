package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Source;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * Records that were taken before a call had brought them count as undelivered; none does where
 * mappings leave nothing out.
 */
record Undelivered(Stores stores, Trouble trouble) {
  /** What lets mappings leave something out. */
  static final Set<Fault> LEAVE_OUT =
      Set.of(Fault.GIVES_UP, Fault.TOO_OLD, Fault.SKIPS, Fault.RECORDS_EXPIRE);

  List<String> violations() {
    List<String> violations = new ArrayList<>();
    for (MemoryStream stream : stores.streams.values()) {
      for (Source.Shard shard : stream.everyShard()) {
        String lane = Lanes.shard(stream.name(), shard.id());
        SortedMap<Long, ShardEntry> entries = stores.witness().shard(lane);
        if (!entries.isEmpty()) {
          check(lane, entries.get(entries.lastKey()), violations);
        }
      }
    }
    return violations;
  }

  private void check(String lane, ShardEntry last, List<String> violations) {
    long counted = last.counters().getOrDefault(Counters.UNDELIVERED, 0L);
    boolean mayBe = LEAVE_OUT.stream().anyMatch(trouble.counts()::containsKey);
    // What expired was not taken, and of a table that was lost others were.
    boolean known =
        !Losses.areAmong(trouble.chances()) && !trouble.counts().containsKey(Fault.RECORDS_EXPIRE);
    long least = known ? stores.brought.takenBefore(lane) : 0;
    if (counted < least || counted > 0 && !mayBe) {
      violations.add(
          lane
              + " counts "
              + counted
              + " records as undelivered, and took "
              + least
              + " or more before a call had brought them");
    }
  }
}
