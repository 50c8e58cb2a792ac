package dev.sluice.simulation;

import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A table for somebody from outside who reads one lane behind the other while others work. */
record SlowLog(LogStore table, Trouble trouble) implements LogStore {
  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    return table.append(lane, number, entry, expiry);
  }

  @Override
  public Optional<LogEntry> head(String lane) {
    trouble.mayPause(Fault.KEPT_SLOWLY, () -> "before the head of " + lane);
    return table.head(lane);
  }

  @Override
  public List<LogEntry> read(String lane, long from, int limit) {
    return table.read(lane, from, limit);
  }
}
