package dev.sluice.engine;

import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.testkit.faults.Witness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A log that is throttled, does not answer, or answers no more though it did what was asked. */
record FaultyLog(LogStore log, Trouble trouble, Witness witness) implements LogStore {

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    trouble.before("append");
    if (trouble.happens("throttled append", trouble.chances.faults())) {
      return new Append.Throttled("a test");
    }
    Append answer = log.append(lane, number, entry, expiry);
    if (answer instanceof Append.Appended) {
      witness.appended(lane, number, entry);
    }
    if (trouble.happens("throttled append that landed", trouble.chances.faults())) {
      return new Append.Throttled("a test, too late");
    }
    trouble.after("append");
    return answer;
  }

  @Override
  public Optional<LogEntry> head(String lane) {
    trouble.before("head");
    Optional<LogEntry> head = log.head(lane);
    trouble.after("head");
    return head;
  }

  @Override
  public List<LogEntry> read(String lane, long fromNumber, int limit) {
    trouble.before("read");
    List<LogEntry> entries = log.read(lane, fromNumber, limit);
    trouble.after("read");
    return entries;
  }
}
